"""MODS, the Library of Congress's XML of library catalogues and of bibutils."""

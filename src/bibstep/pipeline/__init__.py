"""From records to finished entries, in one process or several."""

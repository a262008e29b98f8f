"""Compare records and files: do files in different formats hold the same records?"""

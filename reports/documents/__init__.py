"""The other documents of the office: their facts, words and tables, as pure values and functions.

Source: domain §3.3.
"""

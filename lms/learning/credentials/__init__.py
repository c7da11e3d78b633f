"""Open Badges 3.0: every certificate as a signed credential that anybody can check.

keys        the pairs of keys, sealed; which one signs now
base58      how keys and signatures are written
documents   what issuer, achievement and credential say, as plain values
signing     Data Integrity proof (eddsa-rdfc-2022) and JWT
status      the lists that say which credentials no longer hold
baking      badge images with the credential inside
issuing     signing the credential of a certificate once and keeping it

docs/credentials.md describes formats, addresses and the rotation of keys.
"""

"""Base 58 as Bitcoin writes it, and the two things that are written in it here.

A multibase text begins with a letter that names its base; "z" is this one.
"""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#: Multicodec prefix of an Ed25519 public key (0xed as a varint).
ED25519_PUBLIC = b"\xed\x01"


def encode(data: bytes) -> str:
    """Return bytes in base 58; each leading zero byte is a "1"."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def decode(text: str) -> bytes:
    """Return the bytes of a text. Raises ValueError for a strange letter."""
    number = 0
    for letter in text:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multibase(data: bytes) -> str:
    """Return bytes as multibase, for example a signature as a proof value."""
    return f"z{encode(data)}"


def multikey(public: bytes) -> str:
    """Return an Ed25519 public key (32 bytes) as a Multikey, "z6Mk..."."""
    return multibase(ED25519_PUBLIC + public)


def from_multikey(text: str) -> bytes:
    """Return the 32 bytes of an Ed25519 Multikey. Raises ValueError for another."""
    data = decode(text[1:]) if text.startswith("z") else b""
    if not data.startswith(ED25519_PUBLIC) or len(data) != 34:
        raise ValueError("This is not the Multikey of an Ed25519 key.")
    return data[2:]

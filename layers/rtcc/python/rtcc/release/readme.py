"""The README of a package: what is in it, how to check it, and what its recipient may do with it."""

from __future__ import annotations

from rtcc.aws import settings
from rtcc.release.model import Release

LIMITS = (
    "For the recipient and the case named here, and for no other purpose. It is criminal justice information: keep it "
    "as such. Ask the center that released it before you pass any of it on to a third party or publish it."
)


def text(one: Release) -> bytes:
    """How to check the package, in plain words."""
    agency, key_page = settings.city().agency, f"{settings.site()}/key"
    return f"""Evidence released by {agency}
Release {one.id}, case {one.case}
For {one.agency} ({one.ori}), badge {one.recipient}

WHAT IS IN HERE
  data/evi_.../       each piece of evidence, byte by byte as it was received
  data/custody.json   who did what with each piece, and when; each line holds the digest of the line before it
  report/custody.pdf  the same for people, to read and to print
  report/certif...    drafts of certificates (Federal Rules of Evidence, Rule 902) for a qualified person to complete
                      and sign; a draft that nobody has signed certifies nothing
  proofs/             of each chain in custody.json, that the center's log holds these lines and no others
  c2pa/               if it is there: of each video in MP4 what the center says of it, as evi_....c2pa, for readers of
                      C2PA: from whom it is, that it is unchanged, its SHA-256
  release.json        the list of all files with their SHA-256, signed: the signature is release.json.sig
  stamp/              if it is there: when an authority outside the center saw release.json (RFC 3161)
  the other files     make the folder a BagIt bag (RFC 8493), which archives can read

HOW TO CHECK IT
  You need Python 3.8 or newer, the one file verify_release.py, and the key's fingerprint.
  Take both from the center, never from whoever gave you this package: {key_page}

    python3 verify_release.py {one.id}.zip --fingerprint THE-FINGERPRINT

  It says in plain sentences what holds and what does not, and names every file that was changed.
  It needs no network and writes nothing.

  With other tools: sha256sum -c manifest-sha256.txt checks the evidence against the bag's own list. The signature is
  ECDSA P-256 over SHA-256 of two lines: "open-rtcc release v1" and the SHA-256 of release.json in hex.
  With OpenSSL: openssl ts -verify -data release.json -in stamp/release.tsr -CAfile stamp/chain.pem checks the time
  stamp; whether its root is to be trusted, the authority itself can tell you.
  With a reader of C2PA: give it the video and, as its external manifest, the file in c2pa/. Unless it knows the
  certificates in c2pa/chain.pem, it says that it does not know the signer. They are for the key in key.der.b64: compare
  its fingerprint first, then give the reader the last of them as a trust anchor.
  key.der.b64 holds the public key for convenience. Nothing in here vouches for it: compare its fingerprint.

LIMITS
  {LIMITS}
  {one.limits}
""".encode()

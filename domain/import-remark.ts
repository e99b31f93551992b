/** What is said of a file of seeds or of a place in it, in English for the wire; the window has words of its own for each. */
const sentences = {
  // Of the file as a whole.
  'too-many': 'The file has more than {{most}} {{of}}.',
  'too-large': 'The file is larger than {{bytes}} bytes.',
  empty: 'Error loading token file. File empty!',
  'not-utf8': 'The file is not UTF-8 text.',
  'not-csv': 'The file is not CSV: near line {{line}} a quote is not closed, or a line is too long.',
  'not-xml': 'The file is not well-formed XML.',
  'xml-doctype': 'The file has a document type: that is not taken, nor are entities.',
  'xml-encoding': 'The encoding of the file is not taken: save it as UTF-8.',
  'xml-text-long': 'A text in the file is too long.',
  'xml-deep': 'The file is nested too deep.',
  'xml-silent': 'The file is not XML, or a part of it is too long.',
  'not-aladdin': 'The file is no list of tokens by Aladdin: its root is not Tokens.',
  'not-pskc': 'The file is no PSKC container: its root is not KeyContainer.',
  pgp: 'The file is encrypted with PGP: decrypt it first.',
  'psk-needed': 'The file is encrypted: a psk is needed.',
  'psk-form': 'The psk must be 32, 48 or 64 hexadecimal digits.',
  'password-needed': 'The file is encrypted with a password: it is needed.',
  derivation: 'The key derivation needs a salt, and 1 to {{most}} iterations.',
  'derived-length': 'The derived key must have 16, 24 or 32 bytes.',
  'other-cipher': "The file is encrypted with '{{name}}', the given key has {{bits}} bits.",
  'not-decrypted': 'A value cannot be decrypted: another key or password is needed.',
  'value-short': 'An encrypted value is too short.',
  'algorithm-unknown': 'The file is encrypted or checked by an algorithm that is not known here.',
  // Of a place in it.
  twice: 'its serial is in the file twice',
  'here-already': '{{serial}} is here already',
  known: '{{serial}}',
  nobody: 'whom it is for is nobody in the realm',
  'given-to-person': 'it is given to a person, which an order cannot',
  untellable: 'no record can name this: {{field}} is out of bounds',
  'serial-form': 'the serial is none: it has up to 80 letters, digits, _ and -',
  'type-unknown': 'the type is none of hotp, totp, yubikey and ocra',
  'no-key': 'there is no key',
  'key-form': 'the key is neither hexadecimal, nor is the whole file base32',
  'key-not-hex': 'the key is not hexadecimal',
  'key-32-digits': 'the key must be 32 hexadecimal digits',
  'key-length': 'the key has {{bytes}} bytes, 10 to 128 are needed',
  'aes-key-length': 'the AES key must have 16 bytes',
  'seed-not-hex': 'the seed is not hexadecimal',
  'no-secret': 'there is no secret, or it is not base64',
  'suite-unknown': 'the suite is no OCRA suite that can be answered here',
  'hash-unknown': 'the suite is not supported: SHA-1, SHA-256 and SHA-512 are',
  'algorithm-unsupported': 'the algorithm is not supported: HOTP, TOTP and YUBIKEY-AES are',
  'encoding-unsupported': 'the encoding is not supported: DECIMAL is',
  'number-bounds': 'a number is out of bounds',
  'counter-bounds': 'the counter is out of bounds',
  'time-step-bounds': 'the time step is out of bounds',
  'drift-bounds': 'the drift of the clock is out of bounds',
  'digits-bounds': 'a code must have 6 to 8 digits',
  'length-no-number': 'the length of the codes is no number',
  'letters-bounds': 'a code must have 32 to 64 letters',
  'letters-of-id': 'the length is not that of the public id',
  'public-id-long': 'the public id has more than 32 letters',
  'public-id-form': 'the public id is not modhex',
  'private-id-form': 'the private id must be 12 hexadecimal digits',
  'description-long': 'the description has more than 200 characters',
  'mac-missing': 'an encrypted value has no MAC',
  'mac-wrong': 'a MAC is wrong',
  'yubico-form': 'this is neither of the two forms of Yubico CSV',
  'static-password': 'a static password is no token',
  'no-public-id': 'without a public id there is no serial',
  'slot-unknown': 'the slot is neither 1 nor 2',
} as const;

export type ImportRemarkCode = keyof typeof sentences;
export const importRemarkCodes = Object.keys(sentences) as readonly ImportRemarkCode[];

/** Where in a file: its fourth line, third key, first token. */
export interface ImportPlace {
  readonly unit: 'line' | 'key' | 'token';
  readonly number: number;
}

/** What is said of a file of seeds, for whoever words it. Nothing that was read is quoted: a seed may stand in any column. */
export interface ImportRemark {
  readonly code: ImportRemarkCode;
  readonly values: Readonly<Record<string, string | number>>;
  readonly place?: ImportPlace | undefined;
}

/** The remark without its place. */
export type BareRemark = Pick<ImportRemark, 'code' | 'values'>;

export function remark(code: ImportRemarkCode, values: ImportRemark['values'] = {}): BareRemark {
  return { code, values };
}

/** The sentence of the wire. */
export function remarkSentence({ code, values, place }: ImportRemark): string {
  const said = sentences[code].replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ''));
  return place === undefined ? said : `${place.unit} ${place.number}: ${said}`;
}

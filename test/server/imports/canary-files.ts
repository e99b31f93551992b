import type { ImportKind } from '../../../domain/import-kind.ts';
import { base32 } from '../../../domain/otp/base32.ts';
import { container, keyPackage } from './pskc-files.ts';

/** A seed, the half of it that is an AES key, and a PIN, that are to be found nowhere but in a file. */
const seed = Buffer.from('c4a17f5e92d8b3061e7b4d9af08c35276dbe59a1', 'hex');
const pin = '97531864';
const modhex = [...seed.toString('hex')].map((digit) => 'cbdefghijklnrtuv'[Number.parseInt(digit, 16)]).join('');
const written = [seed.toString('hex'), base32(seed), seed.toString('base64'), modhex, pin];

/** Whether a text holds the PIN or any eight characters of the seed, whatever it is written in. */
export function holdsCanary(text: string): boolean {
  const low = text.toLowerCase();
  return written.some((secret) =>
    Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8).toLowerCase()).some((piece) =>
      low.includes(piece),
    ),
  );
}

/** The cells turned round from every one of them, every other time backwards. */
function moved(cells: readonly string[]): readonly (readonly string[])[] {
  return cells.map((_, at) => {
    const turned = [...cells.slice(at), ...cells.slice(0, at)];
    return at % 2 === 0 ? turned : turned.toReversed();
  });
}

const lines = (rows: readonly (readonly string[])[]) => rows.map((cells) => `${cells.join(',')}\n`);
const other = '31323334353637383930';

function csvFiles(secret: string): readonly (readonly [ImportKind, string])[] {
  const oath = lines(moved(['SER1', secret, 'hotp', '6', pin]));
  const ocra = lines(moved(['SER1', secret, 'ocra', 'OCRA-1:HOTP-SHA1-6:QN08', pin]));
  const held = lines(moved(['amara.okafor', '', 'office', 'SER1', secret, 'hotp', '6', pin]));
  const log = lines(moved(['Yubico OTP', '1/1/2026', '1', 'vvcccccccccc', '83cebdfb7b93', secret, pin]));
  const ykman = lines(moved(['508326', 'cccccccccccc', '83cebdfb7b93', secret, pin, '2013-12-12T08:43:17']));
  return [
    ...[...oath, ...ocra].map((file) => ['oathcsv', file] as const),
    ...held.map((file) => ['oathcsv', `# version: 2\n${file}`] as const),
    ...[...log, ...ykman].map((file) => ['yubikeycsv', file] as const),
    ['oathcsv', oath.join('')],
    ['oathcsv', `${secret},${other}\n${secret},${other}\n`],
    ['oathcsv', `"${secret}"${pin},SER1,hotp,6\n`],
    ['oathcsv', `SER1,"${secret},hotp,${pin}\n`],
    ['oathcsv', `SER1,${`${secret}${pin}`.repeat(500)}\n`],
  ];
}

function xmlFiles(secret: string): readonly (readonly [ImportKind, string])[] {
  const plain = `<PlainValue>${secret}</PlainValue>`;
  const cipher = (algorithm: string) =>
    `<EncryptedValue><xenc:EncryptionMethod Algorithm="${algorithm}"/><xenc:CipherData>
      <xenc:CipherValue>${secret}</xenc:CipherValue></xenc:CipherData></EncryptedValue>`;
  const token = (serial: string, key: string, factor = pin) =>
    `<Tokens><Token serial="${serial}"><Seed>${key}</Seed><MovingFactor>${factor}</MovingFactor></Token></Tokens>`;
  return [
    ...[
      keyPackage(`${secret}=`, plain),
      keyPackage('', plain, { id: `${secret}=` }),
      keyPackage('S', plain, { algorithm: secret }),
      keyPackage('S', plain, { parameters: `<ResponseFormat Length="6" Encoding="${secret}"/>` }),
      keyPackage('S', plain, { parameters: `<ResponseFormat Length="${pin}" Encoding="DECIMAL"/>` }),
      keyPackage('S', plain, { parameters: `<Suite>${secret}</Suite>` }),
      keyPackage('S', plain, { data: `<Counter><PlainValue>${secret}</PlainValue></Counter>` }),
      keyPackage('S', cipher(secret)),
      keyPackage('S', `<PlainValue>${pin}!</PlainValue>`),
      `<S${secret}>`,
      `<a S${modhex}="" S${modhex}=""/>`,
      `<a x="&S${modhex};"/>`,
      `<${modhex}:a/>`,
    ].map((one) => ['pskc', container('', one)] as const),
    ['pskc', container(`<MACMethod Algorithm="${secret}"></MACMethod>`, keyPackage('S', cipher('aes128-cbc')))],
    ['pskc', `<?xml version="1.0" encoding="S${modhex.slice(0, 19)}"?><KeyContainer/>`],
    ['pskc', `<${modhex}/>`],
    ['aladdin-xml', token(secret, 'SER1')],
    ['aladdin-xml', token(`${secret}=`, seed.toString('hex'), '1')],
    ['aladdin-xml', token('SER1', `${secret}=`)],
    ['aladdin-xml', token('SER1', pin, secret)],
    ['aladdin-xml', `<Tokens><S${modhex}></Tokens>`],
  ];
}

/** Files of every format with cells and columns where they do not belong. */
export const canaryFiles: readonly (readonly [ImportKind, string])[] = written
  .slice(0, 4)
  .flatMap((secret) => [...csvFiles(secret), ...xmlFiles(secret)]);

import { createHash, pbkdf2Sync } from 'node:crypto';
import { hash as argon2 } from '@node-rs/argon2';
import { hash as bcrypt } from '@node-rs/bcrypt';

export const storedPassword = 'pä$$ wörd';

/** That password in each form that databases keep, by name. */
export async function passwordForms(): Promise<readonly (readonly [string, string])[]> {
  const salt = Buffer.from('some salt');
  const digest = (name: string, added = Buffer.alloc(0)) =>
    Buffer.concat([createHash(name).update(storedPassword).update(added).digest(), added]).toString('base64');
  const derived = pbkdf2Sync(storedPassword, salt, 1000, 32, 'sha256');
  const ab64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('+', '.').replace(/=+$/, '');
  return [
    ['ssha', `{SSHA}${digest('sha1', salt)}`],
    ['sha', `{SHA}${digest('sha1')}`],
    ['sha256', `{SHA256}${digest('sha256')}`],
    ['ssha512', `{SSHA512}${digest('sha512', salt)}`],
    ['bcrypt', await bcrypt(storedPassword, 5)],
    ['argon2', await argon2(storedPassword, { memoryCost: 1024, timeCost: 2, parallelism: 1 })],
    ['phpass', phpass()],
    ['passlib', `$pbkdf2-sha256$1000$${ab64(salt)}$${ab64(derived)}`],
    ['django', `pbkdf2_sha256$1000$some salt$${derived.toString('base64')}`],
    // Made by `openssl passwd -6 -salt saltstring`.
    [
      'crypt',
      '{CRYPT}$6$saltstring$N3OQPKm1VrxpaYLwPij5lfH1qAlkEpwO8fPMDffWXEIxPPqmtT1BkPzVhHkO.GDqquvdqqC8Y4ZYiHLsQW6v..',
    ],
  ];
}

/** As the framework's own PHP makes it, by MD5 run 2^8 times; written anew here from its description. */
function phpass(): string {
  const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const typed = Buffer.from(storedPassword);
  let digest = createHash('md5').update('saltsalt').update(typed).digest();
  for (let round = 0; round < 256; round += 1) digest = createHash('md5').update(digest).update(typed).digest();
  let number = BigInt(`0x${Buffer.from(digest).reverse().toString('hex')}`);
  let text = '';
  for (let place = 0; place < 22; place += 1) {
    text += alphabet[Number(number & 63n)];
    number >>= 6n;
  }
  return `$P$6saltsalt${text}`;
}

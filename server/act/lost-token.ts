import { randomBytes } from 'node:crypto';
import { drawLostTokenPassword, lostTokenEnd } from '../../domain/policy/lost-token.ts';
import { sealSeed } from '../keys/seed-at-rest.ts';
import { newCredential } from '../store/credentials.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertChangeable } from './changeable.ts';
import type { Act } from './perform.ts';

/**
 * `POST /token/lost/<serial>`: a password takes the place of a lost token for some days, behind the PIN the token had.
 * The token is disabled and stays its owner's; found again, it can be enabled. Limits do not count here: who is at the
 * limit gets a replacement too. Once more for the same token, the password is another.
 */
export const loseToken: Act = {
  name: 'token/lost',
  right: 'losttoken',
  target: 'serial',
  async run({ store, keys, rules }, facts, { credentials: [credential], owners: [owner] }) {
    if (credential === undefined) throw new Error('the serial was looked for');
    if (owner === undefined) {
      throw new WireError('lostUnowned', 'You can only define a lost token for an assigned token.');
    }
    assertChangeable(credential);
    const serial = `lost${credential.serial}`;
    const before = await store.credentials.bySerial(serial);
    if (before !== undefined && before.type !== 'pw') {
      throw new WireError(
        'tokenAdmin',
        `The token ${serial} already exists with type ${before.type}. It can not be initialized with type pw.`,
      );
    }
    const settings = await rules.lostToken(facts, owner);
    const at = facts.at.toISOString();
    if (before !== undefined) await store.credentials.end(before.id, at);
    const password = drawLostTokenPassword(randomBytes, settings);
    try {
      await store.credentials.add({
        ...newCredential,
        serial,
        type: 'pw',
        otpLength: password.length,
        seed: sealSeed(keys.storeKey, serial, password),
        pinHash: credential.pinHash,
        ownerId: owner.id,
        realms: await store.tokenRealms.of(credential.id),
        description: `temporary replacement for ${credential.serial}`,
        begunAt: at,
        assignedAt: at,
        validUntil: toTheMinute(facts.at, settings.validMinutes),
      });
      const disabled = await store.changes.setActive(credential.id, false);
      return {
        value: {
          disable: disabled,
          end_date: lostTokenEnd(facts.at, settings.validMinutes),
          init: true,
          password: Buffer.from(password).toString('latin1'),
          pin: true,
          serial,
          user: true,
          valid_to: 'xxxx',
        },
        audit: { replacement: serial },
      };
    } finally {
      password.fill(0);
    }
  },
};

/** The end as it is told: without its seconds. */
function toTheMinute(now: Date, minutes: number): string {
  return new Date(Math.floor(now.getTime() / 60_000 + minutes) * 60_000).toISOString();
}

import type { CredentialPlan } from '../../domain/ceremony.ts';
import { modhex } from '../../domain/otp/modhex.ts';
import type { AccessCode } from '../../domain/secret.ts';
import { Seed } from '../../domain/secret.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { SlotConfiguration } from '../../native/session.ts';
import { hotpConfiguration, yubicoOtpConfiguration } from '../../native/yubikey/slot-layout.ts';

/** HOTP: 20 bytes (RFC 4226 section 4, R6). Yubico OTP: 16 key bytes, then 6 private id bytes. */
export function drawSeed(plan: CredentialPlan, random: (size: number) => Uint8Array): Seed {
  return new Seed(random(plan.type === 'hotp' ? 20 : 22));
}

/** Six bytes that name a Yubico OTP credential: `vv` for one not made by Yubico, the slot, the token's serial. */
function publicIdOf(plan: CredentialPlan, serial: TokenSerial): Uint8Array {
  if (plan.type === 'hotp') return new Uint8Array();
  const bytes = new Uint8Array(6);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0xff);
  view.setUint8(1, plan.slot);
  view.setUint32(2, Number(serial) >>> 0);
  return bytes;
}

export function publicIdText(plan: CredentialPlan, serial: TokenSerial): string {
  return modhex(publicIdOf(plan, serial));
}

/** What is written to the slot. A slot that had an access code keeps it: a write without one would take it away. */
export function slotContent(
  plan: CredentialPlan,
  serial: TokenSerial,
  seed: Seed,
  accessCode: AccessCode | undefined,
): SlotConfiguration {
  const flags = accessCode === undefined ? {} : { newAccessCode: accessCode };
  if (plan.type === 'hotp') {
    return hotpConfiguration({ ...flags, seed, digits: plan.digits, counter: plan.counter });
  }
  return yubicoOtpConfiguration({
    ...flags,
    publicId: publicIdOf(plan, serial),
    key: new Seed(seed.reveal().subarray(0, 16)),
    privateId: new Seed(seed.reveal().subarray(16)),
  });
}

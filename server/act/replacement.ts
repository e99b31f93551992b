import { recipientInfo } from '../check/code-message.ts';
import { emailAddress, phoneNumber } from '../messaging/message.ts';
import { SendFailure } from '../messaging/send-failure.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';

/** What stands in for a lost token: a password, or codes that are sent to where its owner can be reached. */
export type StandIn =
  | { readonly type: 'pw' }
  | { readonly type: 'sms' | 'email'; readonly info: Readonly<Record<string, string>> };

const asked = { password: 'pw', sms: 'sms', email: 'email' } as const;

/** LinOTP's parameter `type`; who has no number or address gets a password, as there. */
export function readStandIn({ type = 'password' }: Parameters, owner: Person): StandIn {
  const wanted = Object.hasOwn(asked, type) ? asked[type as keyof typeof asked] : undefined;
  if (wanted === undefined) throw new WireError('parameter', "'type' must be password, email or sms.");
  if (wanted === 'pw') return { type: 'pw' };
  try {
    const to = wanted === 'sms' ? phoneNumber(owner.mobile) : emailAddress(owner.email);
    return { type: wanted, info: { [recipientInfo[wanted].fixed]: to } };
  } catch (error) {
    if (error instanceof SendFailure) return { type: 'pw' };
    throw error;
  }
}

/** The serial of what stands in for a lost token. */
export function replacementOf({ serial }: Credential): string {
  return `lost${serial}`;
}

/** How it is described, which tells it from a token that only has such a serial. */
export function replacementText({ serial }: Credential): string {
  return `temporary replacement for ${serial}`;
}

/** Whether it stands in for this token. */
export function standsInFor({ type, description }: Credential, lost: Credential): boolean {
  return type === 'pw' || ((type === 'sms' || type === 'email') && description === replacementText(lost));
}

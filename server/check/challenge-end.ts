import type { CredentialType } from '../store/credential-type.ts';
import type { SystemSettings } from '../store/system-settings.ts';

/** How long a code that was sent can be typed, when no setting says it (privacyIDEA's defaults). */
const sent = { sms: ['sms.providerTimeout', 300], email: ['email.validtime', 120] } as const;

/** When a challenge of a type that begins now ends, by privacyIDEA's settings. */
export async function challengeEnd(settings: SystemSettings, type: CredentialType, at: Date): Promise<Date> {
  const own = `${type.charAt(0).toUpperCase()}${type.slice(1)}ChallengeValidityTime`;
  const [setting, seconds] =
    type === 'sms' || type === 'email' ? sent[type] : (['DefaultChallengeValidityTime', 120] as const);
  const text = (await settings.text(own)) ?? (await settings.text(setting));
  return new Date(at.getTime() + (text === undefined ? seconds : Number(text)) * 1000);
}

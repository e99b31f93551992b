import type { TFunction } from 'i18next';

/** What the server writes down of its own accord, by its own sentences: privacyIDEA writes the first ones, too. */
const notes = [
  [/^matching \d+ tokens$/, 'matching'],
  [/^Found matching challenge$/, 'challenge'],
  [/^wrong otp pin$/, 'wrongPin'],
  [/^wrong otp value$/, 'wrongCode'],
  [/^wrong otp value\. previous otp used again$/, 'usedCode'],
  [/^The user has no tokens assigned$/, 'noToken'],
  [/^The user has no tokens assigned, and must have one$/, 'tokenRequired'],
  [/^Token assigned to user via Autoassignment$/, 'autoassigned'],
  [/^The PIN was correct, but the SMS could not be sent!$/, 'noSms'],
  [/^The PIN was correct, but the EMail could not be sent!$/, 'noMail'],
  [/^no mail server is set$/, 'noMailServer'],
  [/^there is no e-mail address$/, 'noAddress'],
  [/^only looked at$/, 'lookedAt'],
  [/^whoever is locked out$/, 'lockedOut'],
  [/^nobody has this name$/, 'nobody'],
  [/^nobody gives a temporary code to themself$/, 'codeToOneself'],
  [/^No policies found$/, 'noPolicy'],
] as const;

/** A note of the audit in the reader's words; nothing for one that holds what somebody wrote. */
export function noteWords(t: TFunction, info: string): string | undefined {
  const key = notes.find(([sentence]) => sentence.test(info))?.[1];
  return key === undefined ? undefined : t(`audit.note.${key}`);
}

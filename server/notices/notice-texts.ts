/** What somebody is told about their token. */
export type NoticeKind =
  | 'issued'
  | 'replaced'
  | 'withdrawn'
  | 'reported lost'
  | 'temporary code'
  | 'temporary code removed'
  | 'pin changed';

interface NoticeText {
  readonly subject: string;
  readonly text: (facts: NoticeFacts) => string;
}

/** What a notice says beside what happened; `when` as people write it. */
export interface NoticeFacts {
  readonly name: string;
  readonly serial: string;
  readonly by: string;
  readonly when: string;
  readonly contact: string;
}

type Texts = Readonly<Record<NoticeKind, NoticeText>>;

const english: Texts = {
  issued: {
    subject: 'A token was issued to you',
    text: ({ serial, by, when }) => `${by} gave you the token ${serial} on ${when}.`,
  },
  replaced: {
    subject: 'Your token was replaced',
    text: ({ serial, by, when }) => `${by} gave you the token ${serial} on ${when}, in place of one you had.`,
  },
  withdrawn: {
    subject: 'Your token was withdrawn',
    text: ({ serial, by, when }) => `${by} took back your token ${serial} on ${when}. It lets nobody in any more.`,
  },
  'reported lost': {
    subject: 'Your token was reported lost',
    text: ({ serial, by, when }) =>
      `${by} reported your token ${serial} as lost on ${when}. It lets nobody in any more.`,
  },
  'temporary code': {
    subject: 'Somebody was given a code to sign in as you',
    text: ({ by, when }) => `${by} gave out a code on ${when} that stands in for your token once, for five minutes.`,
  },
  'temporary code removed': {
    subject: 'The code to sign in as you was taken back',
    text: ({ by, when }) => `${by} ended the code for signing in as you on ${when}. It lets nobody in any more.`,
  },
  'pin changed': {
    subject: 'The PIN of your token was changed',
    text: ({ serial, by, when }) => `${by} changed the PIN of your token ${serial} on ${when}.`,
  },
};

const german: Texts = {
  issued: {
    subject: 'Sie haben einen Token erhalten',
    text: ({ serial, by, when }) => `${by} hat Ihnen am ${when} den Token ${serial} übergeben.`,
  },
  replaced: {
    subject: 'Ihr Token wurde ersetzt',
    text: ({ serial, by, when }) =>
      `${by} hat Ihnen am ${when} den Token ${serial} übergeben, anstelle eines anderen, den Sie hatten.`,
  },
  withdrawn: {
    subject: 'Ihr Token wurde zurückgezogen',
    text: ({ serial, by, when }) =>
      `${by} hat am ${when} Ihren Token ${serial} zurückgenommen. Er lässt niemanden mehr hinein.`,
  },
  'reported lost': {
    subject: 'Ihr Token wurde verloren gemeldet',
    text: ({ serial, by, when }) =>
      `${by} hat am ${when} Ihren Token ${serial} verloren gemeldet. Er lässt niemanden mehr hinein.`,
  },
  'temporary code': {
    subject: 'Jemand erhielt einen Code, um sich als Sie anzumelden',
    text: ({ by, when }) =>
      `${by} hat am ${when} einen Code ausgegeben, der Ihren Token einmal vertritt, fünf Minuten lang.`,
  },
  'temporary code removed': {
    subject: 'Der Code, um sich als Sie anzumelden, wurde zurückgenommen',
    text: ({ by, when }) => `${by} hat am ${when} den Code beendet, der für Sie galt. Er lässt niemanden mehr hinein.`,
  },
  'pin changed': {
    subject: 'Die PIN Ihres Tokens wurde geändert',
    text: ({ serial, by, when }) => `${by} hat am ${when} die PIN Ihres Tokens ${serial} geändert.`,
  },
};

/** The whole e-mail. Whoever did not expect it is told what to do, and it holds no secret. */
export function noticeMail(
  kind: NoticeKind,
  language: 'en' | 'de',
  facts: NoticeFacts,
): { subject: string; text: string } {
  const { subject, text } = (language === 'de' ? german : english)[kind];
  const lines =
    language === 'de'
      ? [`Guten Tag ${facts.name}`, text(facts), 'Wenn Sie davon nichts wissen, melden Sie sich sofort:', facts.contact]
      : [`Dear ${facts.name}`, text(facts), 'If you know nothing of this, say so at once:', facts.contact];
  return { subject, text: `${lines.join('\n\n')}\n` };
}

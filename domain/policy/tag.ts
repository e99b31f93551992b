/** The tags of a text, in both forms: `<otp>` of the older names and `{otp}`. */
const tag = /<([a-z]+)>|\{([^{}]*)\}/g;

/** Which tags a kind of text knows. */
export interface TagSet {
  readonly angle: readonly string[];
  readonly brace: readonly string[];
}

/** The label and issuer in an authenticator app; here `{user}` is the login name. */
export const labelTags: TagSet = {
  angle: ['s', 'u', 'r'],
  brace: ['serial', 'user', 'realm', 'givenname', 'surname'],
};

/** Messages that carry a code; here `{user}` is the given name. */
export const messageTags: TagSet = {
  angle: ['otp', 'serial'],
  brace: [
    'otp',
    'serial',
    'user',
    'givenname',
    'surname',
    'username',
    'userrealm',
    'tokentype',
    'recipient_givenname',
    'recipient_surname',
    'time',
    'date',
    'challenge',
    'realm',
    'admin',
  ],
};

/** The address of the half-automatic mode. */
export const urlTags: TagSet = { angle: ['serial', 'transactionid', 'user', 'password'], brace: [] };

/** The tags in a text that nothing replaces. What stands in `<...>` and is no tag is plain text. */
export function unknownTags(text: string, tags: TagSet): readonly string[] {
  if (tags.brace.length === 0)
    return [...text.matchAll(/<[a-z]*>/g)]
      .map(([written]) => written)
      .filter((written) => !tags.angle.includes(written.slice(1, -1)));
  return [...text.matchAll(tag)]
    .filter(([, , brace]) => brace !== undefined && !tags.brace.includes(brace))
    .map(([written]) => written);
}

export function hasTag(text: string, name: string): boolean {
  return text.includes(`<${name}>`) || text.includes(`{${name}}`);
}

/**
 * Replaces each known tag once, from left to right: what a tag is replaced by is never looked at again, and an unknown
 * tag stays as it is written.
 */
export function replaceTags(text: string, tags: TagSet, values: Readonly<Record<string, string>>): string {
  return text.replace(tag, (written, angle: string | undefined, brace: string | undefined) => {
    const name = angle ?? brace ?? '';
    const known = angle === undefined ? tags.brace : tags.angle;
    return known.includes(name) && Object.hasOwn(values, name) ? (values[name] ?? '') : written;
  });
}

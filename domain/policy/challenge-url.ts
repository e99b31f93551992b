import { type Asked, ask } from './compile.ts';
import { PolicyConflict, type Reading, readChoice } from './read.ts';
import { replaceTags, urlTags } from './tag.ts';

/** Which address: that of a login or of an enrollment, and which of several (`callback.id`). */
export interface UrlChoice {
  readonly action?: 'qrtanurl' | 'qrtanurl_init';
  readonly id?: string;
}

/** A realm that nothing is called: only `*` and policies without a realm hold it. */
const noRealm = '\u0000';

/**
 * qrtanurl for a token: asked for each realm of the token; for a token in no realm only policies
 * without a realm or with `*` count.
 * Realms that lead to different addresses contradict each other. No policy means that the code is typed.
 */
export function challengeUrl(
  { policies, request }: Asked,
  tokenRealms: readonly string[],
  { action = 'qrtanurl', id }: UrlChoice = {},
): Reading<string | undefined> {
  const name = id === undefined ? action : `${action}.${id}`;
  const realms = tokenRealms.length === 0 ? [noRealm] : tokenRealms;
  const readings = realms.map((realm) => readChoice(ask(policies, { ...request, realm }), 'authentication', name));
  const found = readings.filter(({ value }) => value !== undefined);
  const names = [...new Set(found.flatMap((reading) => reading.policies))];
  const [url, ...others] = new Set(found.map(({ value }) => value));
  if (others.length > 0) throw new PolicyConflict(name, names);
  return { value: url, policies: names };
}

/** What the tags of an address stand for; each is encoded, so that none of them can change the address. */
export interface UrlFacts {
  readonly serial: string;
  readonly transactionId: string;
  readonly user: string;
  readonly password: string;
}

export function renderUrl(url: string, facts: UrlFacts): string {
  return replaceTags(url, urlTags, {
    serial: encodeURIComponent(facts.serial),
    transactionid: encodeURIComponent(facts.transactionId),
    user: encodeURIComponent(facts.user),
    password: encodeURIComponent(facts.password),
  });
}

import type { PolicySet } from '../../domain/policy/compile.ts';
import type { Facts } from '../../domain/policy/request.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { tokenInfo } from '../wire/token-info.ts';
import { type WebRequest, webFacts } from './web-request.ts';

/** Whom and what a question to policies is about, and in which request it came up, if in one. */
export interface Concerned {
  readonly web: WebRequest | undefined;
  readonly person: Person | undefined;
  /** Without it, the token is the one whose serial the request names, as in privacyIDEA. */
  readonly credential?: Credential | undefined;
}

const none = {};

/** What conditions may look at, to be spread into a request; nothing is gathered when no policy has a condition. */
export async function conditionFacts(
  store: Store,
  { conditionSections: sections }: Pick<PolicySet, 'conditionSections'>,
  { web, person, credential }: Concerned,
): Promise<{ readonly facts?: Facts }> {
  if (sections.size === 0) return none;
  const about = person === undefined ? {} : { userinfo: userInfo(person) };
  if (!sections.has('token') && !sections.has('tokeninfo')) {
    return { facts: { ...about, ...(web && webFacts(web)) } };
  }
  const { serial } = web?.parameters ?? {};
  const token = credential ?? (serial ? await store.credentials.bySerial(serial) : undefined);
  return { facts: { ...about, ...(web && webFacts(web)), ...(token && (await tokenFacts(store, token))) } };
}

/** A person's attributes under privacyIDEA's names. */
export function userInfo(person: Omit<Person, 'id' | 'realm' | 'resolver' | 'office'>): Facts[string] {
  const { username, userId, givenName, surname, email, mobile, phone } = person;
  return { username, userid: userId, givenname: givenName, surname, email, mobile, phone };
}

/** privacyIDEA's attributes of a token, and the information beside it. */
async function tokenFacts(store: Store, credential: Credential): Promise<Facts> {
  const owner = credential.ownerId === null ? undefined : await store.people.byId(credential.ownerId);
  return {
    token: {
      id: credential.id,
      serial: credential.serial,
      tokentype: credential.type,
      description: credential.description,
      resolver: owner?.resolver ?? '',
      user_id: owner?.userId ?? '',
      otplen: credential.otpLength,
      maxfail: credential.maxfail,
      failcount: credential.failcount,
      active: credential.active === 1,
      revoked: credential.revoked === 1,
      locked: credential.locked === 1,
      count: credential.counter,
      count_window: credential.countWindow,
      sync_window: credential.syncWindow,
      rollout_state: credential.rolloutState,
      realms: await store.tokenRealms.of(credential.id),
      tokengroup: [],
    },
    tokeninfo: { ...(await store.info.of(credential.id)), ...tokenInfo(credential) },
  };
}

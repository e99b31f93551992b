import type { FastifyRequest } from 'fastify';
import type { LoginMode } from '../../domain/policy/own-login.ts';
import type { Reading } from '../../domain/policy/read.ts';
import { checkUserPassword } from '../check/check-user-password.ts';
import { countGuess, type Guessed, guessedPassword, guessStanding, isOfCodes } from '../check/guess-limit.ts';
import { validateCheck } from '../check/validate.ts';
import type { Installation } from '../installation.ts';
import { findPerson } from '../people/find-person.ts';
import { loginModeOf, type Sent } from '../policy/own-login.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import type { Success } from '../wire/envelope.ts';
import type { Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { clientOf, originOf } from './origin-of.ts';
import { webRequestOf } from './web-request-of.ts';

/** A person that a login names, from where it comes, and how the policies let them log in. */
export interface WhoLogsIn {
  readonly person: Person;
  readonly sent: Sent;
  readonly mode: Reading<LoginMode>;
}

/**
 * The person that a login names, when a policy says how people log in: otherwise they are nobody here. The name of an
 * administrator is theirs alone, unless it comes with a realm.
 */
export async function whoLogsIn(
  installation: Installation,
  request: FastifyRequest,
  parameters: Parameters,
): Promise<WhoLogsIn | undefined> {
  const { store } = installation;
  const { username, realm } = parameters;
  if (!username || (!realm && (await store.admins.find(username)) !== undefined)) return undefined;
  const person = await findPerson(store.people, username, realm);
  if (person === undefined) return undefined;
  const client = await clientOf(installation, request, parameters.client);
  const sent = { client, web: webRequestOf(request, parameters) };
  const { value, policies } = await loginModeOf(installation, person, sent);
  return value && { person, sent, mode: { value, policies } };
}

/** How somebody logged in, in privacyIDEA's words; or the challenge that has to be answered first. */
export type OwnLogin = { readonly authtype: 'password' | 'pi' } | { readonly challenge: Success };

/**
 * A person logs in for themselves, as the policies have it: by the password where they are kept, or by a token, in the
 * way of `/validate/check`. Wrong passwords count as wrong guesses there do. Refused, all sound alike.
 */
export async function logInOneself(
  installation: Installation,
  request: FastifyRequest,
  parameters: Parameters,
  { person, sent, mode }: WhoLogsIn,
): Promise<OwnLogin> {
  const note = (store: Store, success: boolean, info: string) =>
    store.audit.append({
      at: installation.now().toISOString(),
      actor: sent.client,
      action: success ? 'person/logged-in' : 'person/refused',
      subject: `${person.username}@${person.realm}`,
      detail: {
        ...{ request: 'POST /auth', client: sent.client, success, info },
        ...{ user: person.username, realm: person.realm, resolver: person.resolver },
        ...(mode.policies.length === 0 ? {} : { policies: mode.policies.join(',') }),
      },
    });
  switch (mode.value) {
    case 'disable':
      await installation.store.commits.run(async (store) => note(store, false, 'loginmode=disable'));
      throw new WireError('policy', 'The login for this user is disabled.', mode);
    case 'privacyIDEA': {
      const checked = await validateCheck(
        installation,
        {
          ...{ user: person.username, realm: person.realm, pass: parameters.password ?? '' },
          transaction_id: parameters.transaction_id,
        },
        originOf(request, parameters.client),
        sent.web,
      );
      if (checked.value !== true && checked.authentication === 'CHALLENGE') return { challenge: checked };
      await installation.store.commits.run(async (store) =>
        note(store, checked.value === true, 'loginmode=privacyIDEA'),
      );
      if (checked.value !== true) throw wrongCredentials();
      // passthru and its like let people in, too, who prove no token.
      return { authtype: checked.detail?.serial === undefined ? 'password' : 'pi' };
    }
    case 'userstore':
      await byPassword(installation, parameters.password ?? '', person, sent.client, note);
      return { authtype: 'password' };
  }
}

/** Looked at once more after the password, so that many at the same time get no more guesses than one after another. */
async function byPassword(
  installation: Installation,
  password: string,
  person: Person,
  client: string,
  note: (store: Store, success: boolean, info: string) => void,
): Promise<void> {
  const about = guessedPassword(person, client);
  const { store, now } = installation;
  await assertMayGuess(store, about, now());
  const right = await checkUserPassword(installation.userStore, person, password.slice(0, 1000));
  await store.commits.alone(async (inside) => {
    const { counted } = await assertMayGuess(inside, about, now());
    // What counts wrong codes, too, a password alone does not wipe out.
    if (right) await inside.guesses.forget(counted.filter((name) => !isOfCodes(name)));
    else await countGuess(inside.guesses, about, now());
    note(inside, right, 'loginmode=userstore');
  });
  if (!right) throw wrongCredentials();
}

async function assertMayGuess({ guesses }: Pick<Store, 'guesses'>, about: Guessed, now: Date) {
  const standing = await guessStanding(guesses, about, now);
  if (standing.waitSeconds === 0) return standing;
  throw new WireError('tooOften', 'Authentication failure. Too many log-ins failed. Try again later.', {
    retryAfterSeconds: standing.waitSeconds,
  });
}

function wrongCredentials(): WireError {
  return new WireError('wrongCredentials', 'Authentication failure. Wrong credentials');
}

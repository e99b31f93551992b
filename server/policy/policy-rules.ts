import { type Asked, ask, type PolicySet } from '../../domain/policy/compile.ts';
import { lostTokenSettings } from '../../domain/policy/lost-token.ts';
import { mayByPassword, mayForOneself } from '../../domain/policy/own-login.ts';
import { type PinContents, parsePinContents, pinFollows } from '../../domain/policy/pin-contents.ts';
import { pinStorage } from '../../domain/policy/pin-storage.ts';
import { pinContents, randomPinSettings } from '../../domain/policy/random-pin.ts';
import { type Reading, readChoice } from '../../domain/policy/read.ts';
import { requestAbout, type Subject } from '../../domain/policy/request.ts';
import { mayDo } from '../../domain/policy/right.ts';
import { tokenLabel } from '../../domain/policy/token-label.ts';
import { twoStepRule, twoStepSizes } from '../../domain/policy/two-step.ts';
import { waitsForCode } from '../../domain/policy/verify-enrollment.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { needsToken, notForOneself, WireError, withoutRight } from '../wire/wire-error.ts';
import { conditionFacts } from './condition-facts.ts';
import { asked } from './policy-error.ts';
import type { Asking, Rules } from './rules.ts';
import { subjectOf } from './subject.ts';
import { tokenLimits } from './token-limits.ts';

/** The rules as the policies of the moment say; without any, the rights that were granted and privacyIDEA's defaults. */
export function policyRules(store: Store, policies: () => Promise<PolicySet>): Rules {
  const aboutPerson = async (asking: Asking, person: Person | undefined): Promise<Asked> =>
    (await about(asking, person))(subjectOf(person));

  /** Asks about any subject in an act that concerns this person. */
  async function about(asking: Asking, person: Person | undefined): Promise<(subject: Subject | undefined) => Asked> {
    const set = await policies();
    const facts = await conditionFacts(store, set, { web: asking.web, person });
    return (subject) => ask(set, requestAbout(subject, { ...circumstancesOf(asking), ...facts }));
  }

  return {
    async mayAct(asking, right, person) {
      if (asking.person !== undefined) {
        const question = await aboutPerson(asking, asking.person);
        if (person?.id !== asking.person.id) throw notForOneself(right);
        if (
          !noted(
            asking,
            asked(() => mayForOneself(question, right)),
          )
        )
          throw notForOneself(right);
        if (asking.byPasswordAlone && !mayByPassword(right)) throw needsToken(right);
        return;
      }
      const question = await aboutPerson(asking, person);
      const may = asked(() => mayDo(question, right, asking.admin.rights.includes(right)));
      if (!noted(asking, may)) throw withoutRight(right);
    },
    async realmsToList(asking, right, realms) {
      if (asking.person !== undefined) throw notForOneself(right);
      const askAbout = await about(asking, undefined);
      const granted = asking.admin.rights.includes(right);
      const mayAbout = (subject: Subject | undefined) =>
        noted(
          asking,
          asked(() => mayDo(askAbout(subject), right, granted)),
        );
      if (mayAbout(undefined)) return undefined;
      const some = realms.filter((realm) => mayAbout({ user: '', realm, resolver: '' }));
      if (some.length === 0) throw withoutRight(right);
      return some;
    },
    async mayHold(asking, holding) {
      const askAbout = await about(asking, holding.person);
      const refusal = await tokenLimits(store.holdings, async (subject) => askAbout(subject), holding);
      if (refusal === undefined) return;
      note(asking, refusal.policies);
      throw new WireError('policy', refusal.message, { policies: refusal.policies });
    },
    async randomPinAtInit(asking, person, type) {
      const question = await aboutPerson(asking, person);
      const settings = asked(() => randomPinSettings(question));
      if (settings === undefined) return undefined;
      const { length, letter, policies: names } = settings;
      note(asking, names);
      return { length, letter, contents: contentsOf(asking, question, type) };
    },
    async randomPinLater(asking, person, type) {
      const question = await aboutPerson(asking, person);
      const length = choice(asking, question, 'otp_pin_set_random');
      if (length === undefined) return undefined;
      return { length: Number(length), letter: true, contents: contentsOf(asking, question, type) };
    },
    async mayBePin(asking, person, type, pin) {
      const question = await aboutPerson(asking, person);
      const scope = asking.person === undefined ? 'admin' : 'user';
      const least = asked(() => readChoice(question, scope, 'otp_pin_minlength'));
      const most = asked(() => readChoice(question, scope, 'otp_pin_maxlength'));
      const contents = asked(() => pinContents(question, type, scope));
      for (const { policies: names } of [least, most, contents]) note(asking, names);
      const { length } = [...pin];
      if (least.value !== undefined && length < Number(least.value)) {
        throw new WireError('policy', `The minimum OTP PIN length is ${least.value}`, least);
      }
      if (most.value !== undefined && length > Number(most.value)) {
        throw new WireError('policy', `The maximum OTP PIN length is ${most.value}`, most);
      }
      if (!pinFollows(contents.value, pin)) throw new WireError('policy', 'Incorrect characters in PIN', contents);
    },
    async pinStorage(asking, person) {
      const question = await aboutPerson(asking, person);
      return noted(
        asking,
        asked(() => pinStorage(question)),
      );
    },
    async twoStep(asking, person, type) {
      const question = await aboutPerson(asking, person);
      return {
        rule: noted(
          asking,
          asked(() => twoStepRule(question, type)),
        ),
        sizes: noted(
          asking,
          asked(() => twoStepSizes(question, type)),
        ),
      };
    },
    async waitsForCode(asking, person, type) {
      const question = await aboutPerson(asking, person);
      return noted(
        asking,
        asked(() => waitsForCode(question, type)),
      );
    },
    async drawn(asking, person, type) {
      const question = await aboutPerson(asking, person);
      const read = (name: string) =>
        noted(
          asking,
          asked(() => readChoice(question, 'enrollment', `${type}.${name}`)),
        );
      const [length, contents] = [read('length'), read('contents')];
      return {
        length: length === undefined ? undefined : Number(length),
        contents: contents === undefined ? undefined : parsePinContents(contents),
      };
    },
    async appName(asking, person, serial) {
      const facts = {
        serial,
        user: person?.username ?? '',
        realm: person?.realm ?? '',
        givenname: person?.givenName ?? '',
        surname: person?.surname ?? '',
      };
      const question = await aboutPerson(asking, person);
      const label = asked(() => tokenLabel(question, facts));
      note(asking, label.policies);
      return label;
    },
    async lostToken(asking, person) {
      const question = await aboutPerson(asking, person);
      const settings = asked(() => lostTokenSettings(question));
      note(asking, settings.policies);
      return settings;
    },
  };
}

function choice(asking: Asking, question: Asked, action: string): string | undefined {
  return noted(
    asking,
    asked(() => readChoice(question, 'admin', action)),
  );
}

function contentsOf(asking: Asking, question: Asked, type: string): PinContents {
  return noted(
    asking,
    asked(() => pinContents(question, type)),
  );
}

function circumstancesOf({ admin, person, client, userAgent, at }: Asking) {
  return {
    adminRealm: '',
    adminUser: person === undefined ? admin.name : '',
    client,
    at,
    userAgent: programOf(userAgent),
  };
}

/** The name in front of the version: what policies compare. */
export function programOf(userAgent: string): string {
  return userAgent.split(/[/ ]/, 1)[0] ?? '';
}

function note({ tookEffect }: Asking, names: readonly string[]): void {
  for (const name of names) tookEffect.add(name);
}

function noted<T>(asking: Asking, { value, policies }: Reading<T>): T {
  note(asking, policies);
  return value;
}

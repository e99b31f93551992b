import { type Asked, ask, type PolicySet } from '../../domain/policy/compile.ts';
import { lostTokenSettings } from '../../domain/policy/lost-token.ts';
import { pinFollows } from '../../domain/policy/pin-contents.ts';
import { pinStorage } from '../../domain/policy/pin-storage.ts';
import { pinContents, randomPinSettings } from '../../domain/policy/random-pin.ts';
import { type Reading, readChoice } from '../../domain/policy/read.ts';
import { requestAbout, type Subject } from '../../domain/policy/request.ts';
import { mayDo } from '../../domain/policy/right.ts';
import { tokenLabel } from '../../domain/policy/token-label.ts';
import type { Db } from '../store/database.ts';
import type { Person } from '../store/people.ts';
import { WireError, withoutRight } from '../wire/wire-error.ts';
import { asked } from './policy-error.ts';
import type { Asking, Rules } from './rules.ts';
import { subjectOf } from './subject.ts';
import { tokenLimits } from './token-limits.ts';

/** The rules as the policies of the moment say; without any, the rights that were granted and privacyIDEA's defaults. */
export function policyRules(db: Db, policies: () => PolicySet): Rules {
  const about = (asking: Asking, subject: Subject | undefined): Asked =>
    ask(policies(), requestAbout(subject, circumstancesOf(asking)));
  const aboutPerson = (asking: Asking, person: Person | undefined): Asked => about(asking, subjectOf(person));
  const overLimit = tokenLimits(db);

  function choice(asking: Asking, person: Person | undefined, action: string): string | undefined {
    return noted(
      asking,
      asked(() => readChoice(aboutPerson(asking, person), 'admin', action)),
    );
  }

  return {
    mayAct(asking, right, person) {
      const granted = asking.admin.rights.includes(right);
      const may = asked(() => mayDo(aboutPerson(asking, person), right, granted));
      if (!noted(asking, may)) throw withoutRight(right);
    },
    mayHold(asking, holding) {
      const refusal = asked(() => overLimit((subject) => about(asking, subject), holding));
      if (refusal === undefined) return;
      note(asking, refusal.policies);
      throw new WireError('policy', refusal.message);
    },
    randomPinAtInit(asking, person, type) {
      const settings = asked(() => randomPinSettings(aboutPerson(asking, person)));
      if (settings === undefined) return undefined;
      const { length, letter, policies: names } = settings;
      note(asking, names);
      return {
        length,
        letter,
        contents: noted(
          asking,
          asked(() => pinContents(aboutPerson(asking, person), type)),
        ),
      };
    },
    randomPinLater(asking, person, type) {
      const length = choice(asking, person, 'otp_pin_set_random');
      if (length === undefined) return undefined;
      const contents = noted(
        asking,
        asked(() => pinContents(aboutPerson(asking, person), type)),
      );
      return { length: Number(length), letter: true, contents };
    },
    mayBePin(asking, person, type, pin) {
      const least = choice(asking, person, 'otp_pin_minlength');
      const most = choice(asking, person, 'otp_pin_maxlength');
      const { length } = [...pin];
      if (least !== undefined && length < Number(least)) {
        throw new WireError('policy', `The minimum OTP PIN length is ${least}`);
      }
      if (most !== undefined && length > Number(most)) {
        throw new WireError('policy', `The maximum OTP PIN length is ${most}`);
      }
      const contents = noted(
        asking,
        asked(() => pinContents(aboutPerson(asking, person), type)),
      );
      if (!pinFollows(contents, pin)) throw new WireError('policy', 'Incorrect characters in PIN');
    },
    pinStorage: (asking, person) =>
      noted(
        asking,
        asked(() => pinStorage(aboutPerson(asking, person))),
      ),
    appName(asking, person, serial) {
      const facts = {
        serial,
        user: person?.username ?? '',
        realm: person?.realm ?? '',
        givenname: person?.givenName ?? '',
        surname: person?.surname ?? '',
      };
      const label = asked(() => tokenLabel(aboutPerson(asking, person), facts));
      note(asking, label.policies);
      return label;
    },
    lostToken(asking, person) {
      const settings = asked(() => lostTokenSettings(aboutPerson(asking, person)));
      note(asking, settings.policies);
      return settings;
    },
  };
}

function circumstancesOf({ admin, client, userAgent, at }: Asking) {
  return { adminRealm: '', adminUser: admin.name, client, at, userAgent: programOf(userAgent) };
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

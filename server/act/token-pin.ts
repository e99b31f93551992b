import { tellOwner } from '../notices/tell-owner.ts';
import { required } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertChangeable } from './changeable.ts';
import { keptPinOf, randomPin } from './new-pin.ts';
import type { Act } from './perform.ts';
import { credentialOf, personOf } from './target.ts';
import { toldPin } from './told-pin.ts';

/** `POST /token/setpin`: the PIN in front of the codes; an empty one takes it away. */
export const setPin: Act<string | null> = {
  name: 'token/setpin',
  right: 'setpin',
  target: 'serials or user',
  async prepare(installation, facts, target) {
    const { otppin, userpin, sopin } = facts.parameters;
    if (userpin || sopin) throw new WireError('parameter', 'Only an otppin is kept here, no userpin or sopin.');
    if (otppin === undefined) throw new WireError('parameter', "Missing parameter: 'otppin'");
    const person = personOf(target);
    for (const { type } of target.credentials) await installation.rules.mayBePin(facts, person, type, otppin);
    return keptPinOf(installation, facts, person, otppin);
  },
  async run(installation, { admin }, { credentials }, pinHash) {
    for (const credential of credentials) {
      assertChangeable(credential);
      await installation.store.changes.setPin(credential.id, pinHash);
      await tellOwner(installation, credential, 'pin changed', admin.name);
    }
    return { value: credentials.length };
  },
};

/** `POST /token/setrandompin`: a PIN that is told once, in the reply. */
export const setRandomPin: Act<{ readonly told: Readonly<Record<string, unknown>>; readonly pinHash: string | null }> =
  {
    name: 'token/setrandompin',
    right: 'setrandompin',
    target: 'own serial',
    async prepare(installation, facts, target) {
      const { rules } = installation;
      const person = personOf(target);
      const type = target.credentials[0]?.type ?? '';
      const toDraw = await rules.randomPinLater(facts, person, type);
      if (toDraw === undefined) throw new WireError('tokenAdmin', 'You need to specify a policy otp_pin_set_random.');
      const pin = randomPin(toDraw);
      await rules.mayBePin(facts, person, type, pin);
      const serial = target.credentials[0]?.serial ?? '';
      return {
        told: await toldPin(installation, facts, person, serial, pin),
        pinHash: await keptPinOf(installation, facts, person, pin),
      };
    },
    async run(installation, { admin }, { credentials }, { told, pinHash }) {
      for (const credential of credentials) {
        assertChangeable(credential);
        await installation.store.changes.setPin(credential.id, pinHash);
        await tellOwner(installation, credential, 'pin changed', admin.name);
      }
      return { value: credentials.length, detail: () => told };
    },
  };

/** `POST /token/copypin`: one token's PIN is another's too. */
export const copyPin: Act = {
  name: 'token/copypin',
  right: 'copytokenpin',
  target: 'nothing',
  async run(installation, facts) {
    const { store, rules } = installation;
    const from = await credentialOf(store, required(facts.parameters, 'from'));
    const to = await credentialOf(store, required(facts.parameters, 'to'));
    assertChangeable(to);
    for (const { ownerId } of [from, to]) {
      const owner = ownerId === null ? undefined : await store.people.byId(ownerId);
      await rules.mayAct(facts, 'copytokenpin', owner);
    }
    await store.changes.setPin(to.id, from.pinHash);
    await tellOwner(installation, to, 'pin changed', facts.admin.name);
    return { value: true, audit: { serial: to.serial, from: from.serial } };
  },
};

import type { queueChannels, RolloutFacts, rolloutChannels } from '../../domain/contract/rollout.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { holderName } from '../../domain/holder.ts';
import { mayActFor } from '../../domain/trust/own-office.ts';
import { queuePerson, unqueuePerson } from '../acts/queue-person.ts';
import { addToQueue, freshRollout, listQueue, removeFromQueue } from '../administration/rollout.ts';
import type { Wire } from '../administration/wire-client.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { holderWithTokens } from '../ceremony/people.ts';
import { commit, type Vault } from '../vault/database.ts';
import { putOffHere, queuedSince, queueHere } from '../vault/queue-here.ts';
import { countUntoldIssuances } from '../vault/records.ts';
import { pulledSnapshot, readOffices, readRollout, readTrust } from '../vault/snapshot.ts';
import { spokenController } from '../vault/spoken-controller.ts';
import type { DeskContext, Handlers } from './context.ts';

/** How far the organisation is with its tokens, and who gets one next: as this station knows it, and from the server. */
export function rolloutHandlers(
  desk: DeskContext,
): Handlers<keyof typeof rolloutChannels | keyof typeof queueChannels> {
  const wire = (): Wire => {
    if (desk.appState().station?.kind === 'privacyidea') throw new KeydeskError('administration/keydesk-only');
    return desk.administration.wire();
  };
  return {
    'rollout/board': () => {
      const { vault } = desk.open().ceremony;
      const at = pulledSnapshot(vault)?.pulledAt ?? null;
      return {
        facts: spoken(vault, readRollout(vault)) ?? null,
        at,
        waiting: countUntoldIssuances(vault, at ?? ''),
      };
    },
    'rollout/next': ({ limit }) => nextOnes(desk.open().ceremony, limit),
    'queue-here/look': (person) => ({ since: queuedSince(desk.open().ceremony.vault, person) ?? null }),
    'queue-here/put': (person) => desk.inTurn(() => queuePerson(desk.open().ceremony, person)),
    'queue-here/take': (person) => desk.inTurn(() => unqueuePerson(desk.open().ceremony, person)),
    'rollout/skip': ({ realm, username }) => {
      const { vault } = desk.open().ceremony;
      commit(vault, () => putOffHere(vault, { realm, username }));
      desk.emit('data/changed', undefined);
    },
    'rollout/fresh': async () => {
      const facts = await freshRollout(wire());
      const { phase } = desk.appState();
      return phase === 'ready' ? (spoken(desk.open().ceremony.vault, facts) ?? facts) : facts;
    },
    'queue/list': () => listQueue(wire()),
    'queue/add': (whom) => addToQueue(wire(), whom),
    'queue/remove': (person) => removeFromQueue(wire(), person).then(() => undefined),
  };
}

/** With the controllers as people call them. */
function spoken(vault: Vault, facts: RolloutFacts | undefined): RolloutFacts | undefined {
  return (
    facts && {
      ...facts,
      offices: facts.offices.map(({ controllers, ...office }) => ({
        ...office,
        controllers: controllers.map((name) => spokenController(vault, name)),
      })),
    }
  );
}

/** Of the offices where the controller acts, and never the controller; only those who are shown are looked up. */
function nextOnes({ vault, controller, now }: CeremonyParts, limit: number) {
  const trust = readTrust(vault, controller(), now());
  const offices = readOffices(vault);
  const within = new Map<string, boolean>();
  const mayIn = (office: string) => {
    const known = within.get(office) ?? (trust === undefined || mayActFor(trust.controls, office, offices));
    within.set(office, known);
    return known;
  };
  const own = controller();
  const waiting = queueHere(vault).filter(
    ({ realm, username, office }) => own !== `${username}@${realm}` && mayIn(office),
  );
  const next = [];
  for (const { realm, username, office, since } of waiting) {
    if (next.length === limit) break;
    const holder = holderWithTokens(vault, realm, username);
    if (holder === undefined) continue;
    next.push({ realm, username, office, since, name: holderName(holder), tokens: holder.tokens.length });
  }
  return { next, total: waiting.length };
}

/** What a record said that contradicts what the server knew when it came, and what can differ though it was taken. */
export const conflictKinds = [
  'issued to another',
  'reported lost',
  'revoked',
  'in transit',
  'scrapped',
  'person gone',
  'right ended',
  'to oneself',
  'replacement disputed',
  'written elsewhere',
  'unreadable',
  'other',
  'over limit',
  'shipment differs',
  'clock',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** Why a record was not taken, where no kind of conflict says it: `facts.why`, with what its words name beside it. */
export const otherReasons = [
  'another record',
  'no office',
  'part missing',
  'sent already',
  'to itself',
  'not sent',
  'another office',
  'has arrived',
  'here already',
  'no conflict',
  'settled already',
  'no such choice',
  'administrators only',
  'by oneself',
  'for oneself',
  'beyond reach',
  'not kept',
  'handled since',
] as const;
export type OtherReason = (typeof otherReasons)[number];

/** What a person can choose. */
export const conflictChoices = [
  'issue another',
  'leave',
  'confirm',
  'move',
  'unship',
  'withdraw older',
  'count',
] as const;
export type ConflictChoice = (typeof conflictChoices)[number];

/** What a choice does, who may make it, and where it leads at the desk. */
interface ChoiceMeaning {
  /** `stands`: what the server has stands, the record changes nothing. `taken`: the record is taken after all. */
  readonly does: 'stands' | 'taken';
  /** Everybody who controls trust, at a desk; or only an administrator who may write about trust. */
  readonly by: 'controller' | 'administrator';
  /** The next act at the desk. */
  readonly leadsTo?: 'ceremony' | 'tokens' | 'shelf';
}

const meanings: Readonly<Record<ConflictChoice, ChoiceMeaning>> = {
  'issue another': { does: 'stands', by: 'controller', leadsTo: 'ceremony' },
  leave: { does: 'stands', by: 'controller' },
  confirm: { does: 'taken', by: 'controller' },
  move: { does: 'taken', by: 'administrator' },
  unship: { does: 'taken', by: 'administrator' },
  'withdraw older': { does: 'stands', by: 'controller', leadsTo: 'tokens' },
  count: { does: 'stands', by: 'controller', leadsTo: 'shelf' },
};

/** What the record was about decides which choices mean anything: only somebody with a token in hand can be issued another. */
export type ConflictAbout = 'issue' | 'act';

/** Every conflict's choices, the safe one first. A loss or a revocation is beaten by nothing. */
const choices: Readonly<Record<ConflictKind, Readonly<Record<ConflictAbout, readonly ConflictChoice[]>>>> = {
  'issued to another': { issue: ['issue another', 'leave', 'move'], act: ['leave'] },
  'reported lost': { issue: ['issue another', 'leave'], act: ['leave'] },
  revoked: { issue: ['issue another', 'leave'], act: ['leave'] },
  scrapped: { issue: ['issue another', 'leave'], act: ['leave'] },
  'in transit': { issue: ['issue another', 'leave', 'unship'], act: ['leave'] },
  'person gone': { issue: ['leave'], act: ['leave'] },
  'right ended': { issue: ['issue another', 'confirm', 'leave'], act: ['confirm', 'leave'] },
  'to oneself': { issue: ['leave'], act: ['leave'] },
  'replacement disputed': { issue: ['leave'], act: ['leave', 'confirm'] },
  'written elsewhere': { issue: ['leave'], act: ['leave'] },
  unreadable: { issue: ['issue another', 'leave'], act: ['leave'] },
  other: { issue: ['issue another', 'leave'], act: ['leave'] },
  'over limit': { issue: ['withdraw older', 'leave'], act: ['leave'] },
  'shipment differs': { issue: ['leave'], act: ['count', 'leave'] },
  clock: { issue: ['leave'], act: ['leave'] },
};

/** Conflicts of records that were taken all the same: what is so is stated, and nothing waits for it. */
export function wasTaken(kind: ConflictKind): boolean {
  return kind === 'over limit' || kind === 'shipment differs' || kind === 'clock';
}

function choicesOf(kind: ConflictKind, about: ConflictAbout): readonly ConflictChoice[] {
  return choices[kind][about];
}

/** Every choice of a conflict with what it does, the safe one first. */
export function choicesTold(kind: ConflictKind, about: ConflictAbout) {
  return choicesOf(kind, about).map((choice) => {
    const { does, by, leadsTo = null } = meaningOf(choice);
    return { choice, does, by, leadsTo };
  });
}

export function meaningOf(choice: ConflictChoice): ChoiceMeaning {
  return meanings[choice];
}

/** Why a choice cannot be made, if it cannot. */
export function choiceFault(
  conflict: { readonly kind: ConflictKind; readonly about: ConflictAbout; readonly choice: ConflictChoice | null },
  choice: ConflictChoice,
  by: ChoiceMeaning['by'],
): 'settled already' | 'no such choice' | 'administrators only' | undefined {
  if (conflict.choice !== null) return 'settled already';
  if (!choicesOf(conflict.kind, conflict.about).includes(choice)) return 'no such choice';
  return meaningOf(choice).by === 'administrator' && by === 'controller' ? 'administrators only' : undefined;
}

/** Minutes from which a desk's clock is said to be wrong, and its times are not to be believed. */
const clockToleranceMinutes = 10;

/** By how many whole minutes a desk's clock is off (ahead of the server's: positive); 0 within the tolerance. */
export function clockOffMinutes(deskMs: number, serverMs: number): number {
  const minutes = Math.round((deskMs - serverMs) / 60_000);
  return Math.abs(minutes) > clockToleranceMinutes ? minutes : 0;
}

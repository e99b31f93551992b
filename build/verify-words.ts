import type { AuditEntry } from '../domain/audit.ts';
import type { BundleFault, BundleReport, ComparedHead, ComparedNote } from '../domain/log/bundle.ts';

/** What does not hold, in a sentence: where, when, whose entry it is, and what is wrong with it. */
export function faultWords(fault: BundleFault): string {
  return fault.of === 'entry' && /^\d+$/.test(fault.at) ? entryWords(fault) : partWords(fault);
}

function entryWords({ what, at, after, found, before }: BundleFault): string {
  const here = found === undefined ? '' : ` There stands now: ${told(found)}.`;
  const behind = before === undefined ? '' : ` It stood behind: ${told(before)}.`;
  switch (what) {
    case 'changed':
      return `Entry ${at} was changed: what it says does not give the hash that the next one is linked to.${here}`;
    case 'dropped':
      return found === undefined
        ? `Entry ${at} was dropped: the audit was cut off there, and signatures vouch for more of it.${behind}`
        : `Entry ${at} was dropped: the next one there is entry ${found.position}.${behind}${here}`;
    case 'moved':
      return `Entry ${at} was moved: it stands elsewhere in the file than its place says.${here}`;
    case 'added':
      return `An entry was added: there are two at place ${at}.${here}`;
    default:
      return (
        `Between entry ${after} and entry ${at} something was changed, dropped or added, and the chain was made anew ` +
        `after it: what was signed about entry ${at} is something else.${here}`
      );
  }
}

function told({ position, at, actor, action, subject }: AuditEntry): string {
  return `entry ${position} of ${at}, ${actor || 'nobody named'}: ${action} ${subject}`.trimEnd();
}

const names: Readonly<Partial<Record<BundleFault['of'], string>>> = {
  kept: 'kept checkpoint',
  disputed: 'disputed record',
  inclusion: 'proof that a record is in the log',
  head: 'word of where a station’s audit stood',
  end: 'last line',
};

function partWords({ what, of, at }: BundleFault): string {
  const name = names[of] ?? of;
  const one = `${/^[aeiou]/.test(name) ? 'An' : 'A'} ${name}`;
  if (of === 'key') return keyWords(what, at);
  if (what === 'key not in force')
    return `The ${name} ${at} is signed by a key of the server that was not in force then.`;
  if (of === 'end' && what === 'dropped') return 'The last line is not there: the file was cut off.';
  if (of === 'end') return 'The signature over the whole file does not hold: it is not as it was exported.';
  if (of === 'line' && what === 'changed') return `Line ${at} was changed: it is not written as bundles are.`;
  if (of === 'line') return `Line ${at} cannot be read: it was changed or added.`;
  if (at === 'one of 1') return `The ${name} was changed: it is not as it was exported.`;
  if (/^one of \d+$/.test(at)) return `${one} was changed or moved, ${at}: it is not as it was exported.`;
  if (/^\d+ of \d+$/.test(at)) return `${one} was ${what}: there are ${at}.`;
  if (of === 'head' && what === 'dropped')
    return `What station ${at} said of its own audit was dropped: this audit tells of it.`;
  if (what === 'signature') return `The signature of the ${name} ${at} does not hold: it was changed.`;
  if (what === 'not in the audit') return `The ${name} ${at} was added: it is not in the audit.`;
  if (what === 'out of order') return `Record ${at} does not follow the one before it on its station.`;
  if (of === 'inclusion') return `The proof that record ${at} is in the server’s log does not hold: it was changed.`;
  return `The ${name} ${at} was ${what}.`;
}

function keyWords(what: BundleFault['what'], at: string): string {
  if (what === 'signature')
    return 'The server’s keys do not follow from each other: a change of key was put in or altered.';
  if (what === 'not vouched for') {
    return `The key that signs from entry ${at} on is not vouched for by the key before it: that was lost, or the change is somebody else’s.`;
  }
  return what === 'added'
    ? `A change of the server’s key was added: entry ${at} of the audit tells of no such change.`
    : `A change of the server’s key was dropped: entry ${at} of the audit tells of one.`;
}

/** How the server's key was changed. */
export function keyChangeWords({ keyChanges }: BundleReport): readonly string[] {
  return keyChanges.map(({ former, key, position, at, byFormer }) => {
    const vouched = byFormer === '' ? 'not vouched for: that key was lost' : 'which vouched for it';
    return `From entry ${position} on, since ${at}, key ${key} signs in place of ${former}, ${vouched}.`;
  });
}

/** What came of a checkpoint that was kept elsewhere. */
export function comparedWords({ size, outcome }: ComparedNote, file: string): string {
  switch (outcome) {
    case 'holds':
      return `${file}: the log has the same first ${size} entries as the checkpoint that was kept.`;
    case 'beyond':
      return `${file}: the checkpoint that was kept has ${size} entries, more than there are here: some were dropped.`;
    case 'another history':
      return `${file}: the first ${size} entries are others than those of the checkpoint that was kept.`;
    case 'not reached':
      return `${file}: the checkpoint that was kept cannot be compared: something before its ${size} entries does not hold.`;
    case 'another log':
      return `${file}: the checkpoint that was kept is of another log, or of a size that cannot be compared here.`;
    case 'signature':
      return `${file}: this is no checkpoint that was signed by the key of this log.`;
  }
}

/** What came of what the server knows of a desk's own audit. */
export function headWords({ position, at, outcome }: ComparedHead): string {
  const told = `On ${at} this desk told the server of ${position} entries of its audit`;
  switch (outcome) {
    case 'holds':
      return `${told}: they are here, and the last is the same.`;
    case 'beyond':
      return `${told}, more than there are here: some were dropped.`;
    case 'another history':
      return `${told}: they are not those that are here.`;
    case 'not reached':
      return `${told}: they cannot be compared, something before does not hold.`;
    case 'former audit':
      return `${told}: that was another audit, from before this vault was put back from its records.`;
    case 'another key':
      return `${told}, and signed that with another key than this bundle has.`;
    case 'another server':
      return 'The server’s bundle is signed by another key than this desk knows its server by.';
    case 'not known':
      return 'The server’s bundle knows nothing of this desk’s audit.';
  }
}

/** How far signatures vouch, and who countersigned. */
export function vouchedWords({ anchoredUpTo, countersigners, counts }: BundleReport): readonly string[] {
  return [
    `Signatures vouch for entries 1 to ${anchoredUpTo} of ${counts.entry ?? 0}; what follows is held by the chain alone.`,
    ...countersigners.map(
      ({ station, name, size, seconds }) =>
        `${name} (${station}) countersigned up to entry ${size} on ${new Date(seconds * 1000).toISOString()}.`,
    ),
  ];
}

/** What stations found, for whoever has to decide about it. */
export function contradictionWords({ contradictions }: BundleReport): readonly string[] {
  return contradictions.map(({ station, what, foundAt, settled }) => {
    const end =
      settled === null
        ? 'nobody has settled that yet'
        : `settled by ${settled.by} on ${settled.at}: ${settled.reason || 'no reason given'}`;
    return `On ${foundAt} station ${station} found that the server’s log was ${meant[what]}; ${end}.`;
  });
}

const meant = {
  'rolled back': 'shorter than it had been',
  forked: 'not the continuation of what it had been',
  'key changed': 'signed by another key',
  'entry changed': 'other than a receipt says',
  'entry missing': 'without an entry that a receipt is for',
} as const;

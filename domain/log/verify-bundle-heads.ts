import type { AuditEntry } from '../audit.ts';
import { isSaidBy, type SignedHead } from './audit-head.ts';
import type { BundleFault, BundleReport, ComparedHead } from './bundle.ts';
import type { BundleHeader } from './bundle-header.ts';
import { type ReceiptKeys, unvouched } from './receipt-keys.ts';
import type { BundleChecks } from './verify-bundle.ts';
import type { Anchor } from './verify-chain.ts';

type Report = (what: BundleFault['what'], of: BundleFault['of'], at: string) => void;

/** What a server's bundle that holds says of its stations. */
export interface ServerSays {
  readonly keys: ReceiptKeys;
  readonly stations: BundleHeader['stations'];
  readonly heads: readonly SignedHead[];
}

/**
 * Where stations said that their own audits stand: as a server's bundle has it, and held against a desk's own bundle
 * when somebody brings a server's.
 */
export function bundleHeads(
  header: BundleHeader,
  { verifies, serverSays }: Pick<BundleChecks, 'verifies' | 'serverSays'>,
  report: Report,
) {
  const [own] = header.stations;
  const ofThis = serverSays?.heads.filter(({ head }) => header.log === 'desk' && head.station === own?.id);
  /** By station, where each of its audits stands, by the hash that it begins with. */
  const told = new Map<string, Map<string, number>>();
  const begunAnew = new Map<string, { readonly begins: string; readonly former: number }[]>();
  let begins = '';
  let isSalvaged = false;

  const isOwn = (one: SignedHead) =>
    own !== undefined &&
    serverSays?.stations.find(({ id }) => id === own.id)?.publicKey === own.publicKey &&
    isSaidBy(verifies, own, one);
  const anchorOf = ({ head }: SignedHead): Anchor => ({ position: head.position, hash: head.hash });

  return {
    /** A line of a server's bundle. */
    take(one: SignedHead): void {
      const { station: id, begins: from, position } = one.head;
      const station = header.stations.find((known) => known.id === id);
      const known = told.get(id) ?? new Map<string, number>();
      if (known.has(from)) report('added', 'head', id);
      else if (station === undefined || !isSaidBy(verifies, station, one)) report('signature', 'head', id);
      told.set(id, known.set(from, position));
    },
    takeEntry({ position, actor, action, subject, detail }: AuditEntry): void {
      // Nothing stands before it where a vault was put back from its records.
      if (action === 'vault/salvaged' && position === 1) isSalvaged = true;
      if (header.log !== 'server' || action !== 'trail/begun-anew') return;
      const before = begunAnew.get(actor) ?? [];
      before.push({ begins: subject, former: Number(detail.former) });
      begunAnew.set(actor, before);
    },
    /** Every audit that the server tells of has its head, and the one before it stands no lower than it did then. */
    end(): void {
      for (const [station, later] of begunAnew) {
        const known = told.get(station) ?? new Map<string, number>();
        const begunLater = new Set(later.map((one) => one.begins));
        let highest = 0;
        for (const [from, position] of known) if (!begunLater.has(from)) highest = Math.max(highest, position);
        for (const one of later) {
          const position = known.get(one.begins);
          if (position === undefined) report('dropped', 'head', station);
          if (highest < one.former) report('dropped', 'head', station);
          highest = Math.max(highest, position ?? 0);
        }
      }
    },
    /** What was said about the audit that begins with an entry of this hash. */
    anchors(firstHash: string): readonly Anchor[] {
      begins = firstHash;
      return (ofThis ?? []).filter((one) => one.head.begins === begins && isOwn(one)).map(anchorOf);
    },
    /** What came of each, once the audit was followed; nothing when nobody asked. */
    compared(outcomeOf: (anchor: Anchor) => 'holds' | 'another history' | 'beyond' | 'not reached') {
      if (serverSays === undefined || ofThis === undefined) return [];
      const without = (outcome: 'not known' | 'another server'): ComparedHead => ({ position: 0, at: '', outcome });
      if (!isOneServer(verifies, serverSays.keys, header.server)) return [without('another server')];
      const outcomes = ofThis.map((one): ComparedHead => {
        const { position, at } = one.head;
        if (!isOwn(one)) return { position, at, outcome: 'another key' };
        if (one.head.begins === begins) return { position, at, outcome: outcomeOf(anchorOf(one)) };
        return { position, at, outcome: isSalvaged ? 'former audit' : 'another history' };
      });
      return ofThis.some(({ head }) => head.begins === begins) ? outcomes : [...outcomes, without('not known')];
    },
  } satisfies { compared: (...of: never) => BundleReport['heads'] } & Record<string, unknown>;
}

/** Whether one of them vouches for the key of the other: either may have been told before a change of key. */
function isOneServer(
  verifies: BundleChecks['verifies'],
  one: ReceiptKeys,
  { key, changes = [] }: BundleHeader['server'],
): boolean {
  const vouches = (keys: ReceiptKeys, trusted: string) => unvouched(verifies, keys, trusted) === undefined;
  return vouches(one, key) || vouches({ key, changes }, one.key);
}

import type { AuditEntry } from '../audit.ts';
import { isSaidBy, type SignedHead } from './audit-head.ts';
import type { BundleFault, BundleReport, ComparedHead } from './bundle.ts';
import type { BundleHeader } from './bundle-header.ts';
import type { BundleChecks } from './verify-bundle.ts';
import type { Anchor } from './verify-chain.ts';

type Report = (what: BundleFault['what'], of: BundleFault['of'], at: string) => void;

/**
 * Where stations said that their own audits stand: as a server's bundle has it, and held against a desk's own bundle
 * when somebody brings a server's.
 */
export function bundleHeads(
  header: BundleHeader,
  { verifies, heads }: Pick<BundleChecks, 'verifies' | 'heads'>,
  report: Report,
) {
  const [own] = header.stations;
  const ofThis = heads?.filter(({ head }) => header.log === 'desk' && head.station === own?.id);
  const seen = new Set<string>();
  let begins = '';
  let isSalvaged = false;

  const isOwn = (one: SignedHead) => own !== undefined && isSaidBy(verifies, own, one);
  const anchorOf = ({ head }: SignedHead): Anchor => ({ position: head.position, hash: head.hash });

  return {
    /** A line of a server's bundle. */
    take(one: SignedHead): void {
      const { station: id, begins: from } = one.head;
      const station = header.stations.find((known) => known.id === id);
      if (seen.has(`${id} ${from}`)) report('added', 'head', id);
      else if (station === undefined || !isSaidBy(verifies, station, one)) report('signature', 'head', id);
      seen.add(`${id} ${from}`);
    },
    takeEntry({ action }: AuditEntry): void {
      if (action === 'vault/salvaged') isSalvaged = true;
    },
    /** What was said about the audit that begins with an entry of this hash. */
    anchors(firstHash: string): readonly Anchor[] {
      begins = firstHash;
      return (ofThis ?? []).filter((one) => one.head.begins === begins && isOwn(one)).map(anchorOf);
    },
    /** What came of each, once the audit was followed; nothing when nobody asked. */
    compared(outcomeOf: (anchor: Anchor) => 'holds' | 'another history' | 'beyond' | 'not reached') {
      if (ofThis === undefined) return [];
      if (ofThis.length === 0) return [{ position: 0, at: '', outcome: 'not known' } satisfies ComparedHead];
      return ofThis.map((one): ComparedHead => {
        const { position, at } = one.head;
        if (!isOwn(one)) return { position, at, outcome: 'another key' };
        if (one.head.begins !== begins)
          return { position, at, outcome: isSalvaged ? 'former audit' : 'another history' };
        return { position, at, outcome: outcomeOf(anchorOf(one)) };
      });
    },
  } satisfies { compared: (...of: never) => BundleReport['heads'] } & Record<string, unknown>;
}

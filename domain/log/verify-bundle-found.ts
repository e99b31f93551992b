import type { AuditEntry } from '../audit.ts';
import type { BundleFault } from './bundle.ts';
import type { BundleHeader } from './bundle-header.ts';
import type { Contradiction } from './contradiction.ts';

type Report = (what: BundleFault['what'], of: BundleFault['of'], at: string) => void;

/** Contradictions carry no signature: what the audit tells of each is held against them. */
export function bundleFound({ log, version }: BundleHeader, report: Report) {
  const lines = new Map<string, Contradiction>();
  const told = new Map<string, { readonly what: string; readonly foundAt: string }>();
  const settled = new Map<string, string>();
  const nameOf = (station: string, id: string) => (log === 'server' ? `${station} ${id}` : id);
  const isSame = (one: { what: string; foundAt: string }, other: { what: string; foundAt: string }) =>
    one.what === other.what && one.foundAt === other.foundAt;

  return {
    all: (): readonly Contradiction[] => [...lines.values()],
    take(one: Contradiction): void {
      const name = nameOf(one.station, one.id);
      if (lines.has(name)) report('added', 'contradiction', one.id);
      else lines.set(name, one);
    },
    takeEntry({ action, actor, subject, at, detail }: AuditEntry): void {
      const name = nameOf(actor, subject);
      const isServer = log === 'server';
      if (action === 'trail/contradicted') {
        told.set(name, { what: String(detail.what), foundAt: isServer ? String(detail.foundAt) : at });
      }
      if (action !== 'trail/settled') return;
      const [when, by] = isServer ? [String(detail.settledAt), String(detail.by)] : [at, actor];
      settled.set(name, settlement({ at: when, by, reason: String(detail.reason) }) ?? '');
    },
    end(): void {
      // Bundles of the form before this one may have been written while something was being found.
      if (version === 2) return;
      for (const [name, one] of lines) {
        const entry = told.get(name);
        if (entry === undefined) report('not in the audit', 'contradiction', one.id);
        else if (!isSame(entry, one) || settled.get(name) !== settlement(one.settled)) {
          report('changed', 'contradiction', one.id);
        }
      }
      for (const name of told.keys()) {
        if (!lines.has(name)) report('dropped', 'contradiction', name.split(' ').at(-1) ?? name);
      }
    },
  };
}

function settlement(settled: Contradiction['settled']): string | undefined {
  return settled === null ? undefined : JSON.stringify([settled.at, settled.by, settled.reason]);
}

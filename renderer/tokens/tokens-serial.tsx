import { Grouped } from '../controls/grouped.tsx';

/** A token's serial in groups of four; a credential's name on the server, which is none, in one piece. */
export function Serial({ serial }: { readonly serial: string }) {
  return /^\d+$/.test(serial) ? <Grouped>{serial}</Grouped> : <span className="mono">{serial}</span>;
}

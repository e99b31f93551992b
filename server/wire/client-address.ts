import { type AddressList, inAddressList, parseAddress, parseAddressList } from '../../domain/policy/address-list.ts';

/** One way from a proxy of ours to the clients behind it: the nearest first, the last is whose word is taken. */
type TrustedPath = readonly AddressList[];

/** The ways on which somebody else may say who the client is. */
export type TrustedProxies = readonly TrustedPath[];

export const trustNobody: TrustedProxies = [];

const everywhere = ['0.0.0.0/0', '::/0'];
const longestPath = 10;

/**
 * privacyIDEA's setting `OverrideAuthorizationClient`: `10.0.0.5, 10.1.0.0/24 > 192.168.0.0/16`. A proxy alone may name
 * any client. Gives the entries that cannot be read when there are any.
 */
export function parseTrustedProxies(text: string): TrustedProxies | { readonly unreadable: readonly string[] } {
  const unreadable: string[] = [];
  const paths = entriesOf(text).map((entry) => {
    const hops = entry.split('>').map((hop) => hop.trim());
    const lists = (hops.length === 1 ? [hops, everywhere] : hops.map((hop) => [hop])).map((hop) =>
      parseAddressList(hop),
    );
    const readable = lists.every(({ list, problems }) => problems.length === 0 && list.outside.length === 0);
    if (!readable || hops.length > longestPath) unreadable.push(entry);
    return lists.map(({ list }) => list);
  });
  return unreadable.length > 0 ? { unreadable } : paths;
}

/** What a request says of where it comes from. */
export interface Origin {
  /** Who is at the other end of the connection. */
  readonly peer: string;
  /** The header `X-Forwarded-For`: the client first, each proxy adds whom it spoke to. */
  readonly forwardedFor: string | undefined;
  /** The parameter `client` of a login client. */
  readonly named: string | undefined;
}

/**
 * The client of a request: the peer, or whoever is farthest away on a way that is trusted from its first hop to its
 * last. What is no address ends the way there.
 */
export function clientAddress({ peer, forwardedFor, named }: Origin, trusted: TrustedProxies): string {
  if (trusted.length === 0) return peer;
  const hops = [peer, ...entriesOf(forwardedFor ?? '').reverse(), ...(named ? [named.trim()] : [])].slice(
    0,
    longestPath,
  );
  const addresses = hops.map(parseAddress);
  let farthest = 0;
  for (const path of trusted) {
    const holds = path.every((list, place) => {
      const address = addresses[place];
      return address !== undefined && inAddressList(list, address);
    });
    if (holds) farthest = Math.max(farthest, path.length - 1);
  }
  return hops[farthest] ?? peer;
}

function entriesOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

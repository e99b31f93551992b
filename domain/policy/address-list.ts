import ipaddr from 'ipaddr.js';
import { type Problem, problem } from './problem.ts';

/** A client's address, read once for all the policies that look at it: IPv4 as a number. */
export type Address = number | ipaddr.IPv6;

interface Subnet {
  readonly isV4: boolean;
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
  /** For IPv4, network and mask as signed numbers: the comparison that each check makes. */
  readonly network: number;
  readonly mask: number;
}

/** The client addresses of a policy: some entry must hold the client, no negated one may. */
export interface AddressList {
  readonly inside: readonly Subnet[];
  readonly outside: readonly Subnet[];
}

/** A client's address; one mapped into IPv6, as a socket for both families gives it, is the IPv4 address it means. */
export function parseAddress(text: string): Address | undefined {
  const plain = text.trim();
  if (!isAddress(plain)) return undefined;
  const address = ipaddr.process(plain);
  return address instanceof ipaddr.IPv4 ? numberOf(address) : address;
}

function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text));
}

/** Reads addresses and subnets, each negated by `-` or `!`. Bits of the host are allowed and dropped. */
export function parseAddressList(entries: readonly string[]): {
  readonly list: AddressList;
  readonly problems: readonly Problem[];
} {
  const inside: Subnet[] = [];
  const outside: Subnet[] = [];
  const problems: Problem[] = [];
  for (const entry of entries) {
    const negated = /^[-!]/.test(entry);
    const subnet = parseSubnet(negated ? entry.slice(1).trim() : entry);
    if (!subnet) problems.push(problem('client', 'address-malformed', { entry }));
    else (negated ? outside : inside).push(subnet);
  }
  return { list: { inside, outside }, problems };
}

function parseSubnet(text: string): Subnet | undefined {
  const [host = '', length, ...rest] = text.split('/');
  if (rest.length > 0 || !isAddress(host)) return undefined;
  const given = ipaddr.parse(host);
  const whole = given.kind() === 'ipv4' ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const givenBits = length === undefined ? whole : Number(length);
  if (givenBits > whole) return undefined;
  const mapped = given instanceof ipaddr.IPv6 && given.isIPv4MappedAddress() && givenBits >= 96;
  const address = mapped ? given.toIPv4Address() : given;
  const bits = mapped ? givenBits - 96 : givenBits;
  if (!(address instanceof ipaddr.IPv4)) return { isV4: false, address, bits, network: 0, mask: 0 };
  const mask = bits === 0 ? 0 : -1 << (32 - bits);
  return { isV4: true, address, bits, network: numberOf(address) & mask, mask };
}

function numberOf(address: ipaddr.IPv4): number {
  const [a = 0, b = 0, c = 0, d = 0] = address.octets;
  return (a << 24) | (b << 16) | (c << 8) | d;
}

export function inAddressList(list: AddressList, client: Address): boolean {
  return someHolds(list.inside, client) && !someHolds(list.outside, client);
}

function someHolds(subnets: readonly Subnet[], client: Address): boolean {
  for (const subnet of subnets) if (holds(subnet, client)) return true;
  return false;
}

function holds(subnet: Subnet, client: Address): boolean {
  if (typeof client === 'number') return subnet.isV4 && (client & subnet.mask) === subnet.network;
  return !subnet.isV4 && client.match(subnet.address, subnet.bits);
}

/** Whether an address that we can name lies in both: the networks and their first hosts are tried. */
export function addressesMeet(one: AddressList, other: AddressList): boolean {
  return [...one.inside, ...other.inside]
    .flatMap(candidates)
    .some((address) => inAddressList(one, address) && inAddressList(other, address));
}

/** Some addresses of a subnet: first, second and last. */
function candidates(subnet: Subnet): readonly Address[] {
  const bytes = subnet.address.toByteArray();
  const at = (last: boolean, add: number) => {
    const filled = bytes.map((byte, index) => {
      const host = 0xff >> Math.min(8, Math.max(0, subnet.bits - index * 8));
      return last ? byte | host : byte & ~host & 0xff;
    });
    filled[filled.length - 1] = ((filled.at(-1) ?? 0) + add) & 0xff;
    const address = ipaddr.fromByteArray(filled);
    return address instanceof ipaddr.IPv4 ? numberOf(address) : address;
  };
  return [at(false, 0), at(false, 1), at(true, 0)].filter((address) => holds(subnet, address));
}

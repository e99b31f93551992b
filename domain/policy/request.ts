import { type Address, parseAddress } from './address-list.ts';
import { type WeekMinute, weekMinute } from './time-window.ts';

/**
 * What a request is about, as policies look at it. A part that is absent filters nothing; an empty text is a request
 * without one, and matches only policies that leave it open.
 */
export interface PolicyRequest {
  readonly realm?: string;
  readonly resolver?: string;
  readonly user?: string;
  /** The resolvers of the user's realm, for policies that check all of them. */
  readonly resolvers?: readonly string[];
  readonly adminRealm?: string;
  readonly adminUser?: string;
  readonly client?: string;
  /** The moment, read in the local time of the server. */
  readonly at: Date;
  readonly node?: string;
  readonly userAgent?: string;
  /** Section of a condition -> key -> what the request has there; `any` for a request whose conditions are not looked at. */
  readonly facts?: Facts | 'any';
}

export type Fact = string | number | boolean | readonly string[];
export type Facts = Readonly<Record<string, Readonly<Record<string, Fact>>>>;

/** Whom a request is about: the user named in it, or the owner of the token. */
export interface Subject {
  readonly user: string;
  readonly realm: string;
  readonly resolver: string;
  readonly resolvers?: readonly string[];
}

/** What surrounds a request, whoever it is about. */
export type Circumstances = Omit<PolicyRequest, keyof Subject>;

/** Nobody: only policies that restrict neither user nor realm nor resolver match. */
const nobody: Subject = { user: '', realm: '', resolver: '' };

/** A request about somebody, or about nobody when a serial has no owner; never one that leaves the person out. */
export function requestAbout(subject: Subject | undefined, circumstances: Circumstances): PolicyRequest {
  return { ...circumstances, ...(subject ?? nobody) };
}

/** A request with its address and moment read, once for all policies. */
export interface PreparedRequest extends PolicyRequest {
  /** `undefined` when no client is given; `null` when the text is no address, which no list holds. */
  readonly address: Address | undefined | null;
  readonly moment: WeekMinute;
}

export function prepareRequest(request: PolicyRequest): PreparedRequest {
  const address = request.client ? (parseAddress(request.client) ?? null) : undefined;
  return { ...request, address, moment: weekMinute(request.at) };
}

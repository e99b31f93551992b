import {
  type Channel,
  channels,
  type EventBody,
  type EventName,
  events,
  type Request,
} from '../../domain/contract/ipc.ts';
import { asFailure, KeydeskError, type Outcome } from '../../domain/failure.ts';
import type { Desk } from '../desk.ts';

/**
 * One request of the window, from the border on: its schema, the desk, the reply's schema.
 * Whatever is not in a schema does not cross, in either direction, and no error leaves but as a failure.
 */
export async function answer(desk: Desk, channel: Channel, request: unknown): Promise<Outcome<unknown>> {
  try {
    const { request: asked, reply } = channels[channel];
    const parsed = asked.safeParse(request);
    if (!parsed.success) throw new KeydeskError('ipc/shape', { channel, at: place(parsed.error.issues) });
    const value = await desk.handle(channel, parsed.data as Request<Channel>);
    const checked = reply.safeParse(value);
    if (!checked.success) throw new KeydeskError('ipc/shape', { channel, at: `reply ${place(checked.error.issues)}` });
    return { ok: true, value: checked.data };
  } catch (error) {
    const failure = asFailure(error);
    if (failure.code === 'app/failed' || failure.code === 'ipc/shape') report(channel, error);
    return { ok: false, failure };
  }
}

/** An event's body as its schema knows it; a body that does not fit is a defect and stays here. */
export function eventBody<E extends EventName>(event: E, body: EventBody<E>): { readonly body: unknown } | undefined {
  const checked = events[event].safeParse(body);
  if (checked.success) return { body: checked.data };
  report(event, new KeydeskError('ipc/shape', { event, at: place(checked.error.issues) }));
  return undefined;
}

/** Paths only: the values may be what must not be written down. */
function place(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  return issues
    .map((issue) => issue.path.join('.') || 'whole')
    .join(', ')
    .slice(0, 200);
}

const told = new Set<string>();

/** Each defect once: what the window can cause must not fill the log. */
function report(where: string, error: unknown): void {
  const defect = `${where} ${error instanceof KeydeskError ? error.code : error}`;
  if (told.has(defect) || told.size >= 1000) return;
  told.add(defect);
  console.error(`${where}:`, error instanceof KeydeskError ? `${error.code} ${JSON.stringify(error.context)}` : error);
}

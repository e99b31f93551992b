import { z } from 'zod';
import { readValue, type Wire } from './wire-client.ts';

/** Whom to ask, as it was set; empty where the sign-in page has its own words. */
export async function readContact(wire: Wire): Promise<string> {
  const { value } = await wire.ask({ method: 'GET', path: '/trust/contact' });
  return readValue(z.string(), value);
}

export async function setContact(wire: Wire, text: string): Promise<void> {
  await wire.ask({ method: 'POST', path: '/trust/contact', parameters: { text } });
}

const wireGuidelines = z.object({ version: z.int(), text: z.string() });

export async function newestGuidelines(wire: Wire): Promise<z.infer<typeof wireGuidelines>> {
  const { value } = await wire.ask({ method: 'GET', path: '/trust/guidelines' });
  return readValue(wireGuidelines, value);
}

/** Answers the new version. */
export async function publishGuidelines(wire: Wire, text: string): Promise<number> {
  const { value } = await wire.ask({ method: 'POST', path: '/trust/guidelines', parameters: { text } });
  return readValue(z.int(), value);
}

import { WireError } from './wire-error.ts';

const form = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * A moment as privacyIDEA writes it, `2026-12-01T22:35+0000`; without an offset in the server's own time. Nothing is
 * no limit.
 */
export function readMoment(text: string, name: string): string | null {
  if (text.trim() === '') return null;
  const parts = form.exec(text.trim());
  const [, day, time = '00:00', offset = ''] = parts ?? [];
  const moment = new Date(`${day}T${time}${offset.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`);
  if (parts === null || Number.isNaN(moment.getTime())) {
    throw new WireError('parameter', `${name} must be a moment like 2026-12-01T22:35+0000.`);
  }
  return moment.toISOString();
}

/** The same, back: to the minute, in UTC. */
export function writeMoment(moment: string): string {
  return `${moment.slice(0, 16)}+0000`;
}

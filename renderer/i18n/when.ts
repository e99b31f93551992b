/** English without a country would write the date the American way round. */
const written = (language: string) => (language === 'en' ? 'en-GB' : language);

/** A time as the desk says it: today only the clock, otherwise with the date. */
export function when(iso: string, language: string, now = new Date()): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const today = time.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(written(language), {
    ...(today ? {} : { day: 'numeric', month: 'short', year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(time);
}

/** The whole of a time, for records and receipts. */
export function whenExactly(iso: string, language: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime())
    ? iso
    : new Intl.DateTimeFormat(written(language), { dateStyle: 'long', timeStyle: 'medium' }).format(time);
}

/** A time as people write it on paper. */
export function whenToTheMinute(iso: string, language: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime())
    ? iso
    : new Intl.DateTimeFormat(written(language), { dateStyle: 'long', timeStyle: 'short' }).format(time);
}

/** The day alone, as people write it on paper. */
export function whichDay(at: Date, language: string): string {
  return new Intl.DateTimeFormat(written(language), { dateStyle: 'long' }).format(at);
}

/** A span in the largest unit that says it well. */
export function howLong(minutes: number, language: string): string {
  const [value, unit] =
    minutes >= 2880 ? [minutes / 1440, 'day'] : minutes >= 120 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(
    value,
  );
}

const minutesOf: Readonly<Record<string, number>> = { d: 1440, h: 60, m: 1, w: 10080 };

/** Ten years: nothing temporary lasts longer. */
const mostMinutes = 3650 * 1440;

/** Minutes in a number of days, or in a duration such as `1d 4h`, as LinOTP writes them. */
export function durationMinutes(text: string): number | undefined {
  const days = /^\d{1,5}$/.test(text) ? Number(text) * 1440 : undefined;
  const minutes = days ?? sum(text);
  return minutes !== undefined && minutes > 0 && minutes <= mostMinutes ? minutes : undefined;
}

function sum(text: string): number | undefined {
  if (!/^\d{1,5}\s*[wdhm](?:\s*\d{1,5}\s*[wdhm])*$/i.test(text)) return undefined;
  return [...text.toLowerCase().matchAll(/(\d+)\s*([wdhm])/g)].reduce(
    (total, [, count, unit = 'm']) => total + Number(count) * (minutesOf[unit] ?? 0),
    0,
  );
}

/** The day of a time here, as a date field writes it. */
export function dayHere(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A day (ISO date) in words. */
export function dayWords(day: string, language: string): string {
  const noon = new Date(`${day}T12:00`);
  const written = language === 'en' ? 'en-GB' : language;
  return Number.isNaN(noon.getTime())
    ? day
    : new Intl.DateTimeFormat(written, { day: 'numeric', month: 'short', year: 'numeric' }).format(noon);
}

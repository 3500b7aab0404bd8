/** A moment as people speak of it: the time of today, the day before that. */
export function formatTime(time: number, language: string, now = Date.now()): string {
  const sameDay = new Date(time).toDateString() === new Date(now).toDateString();
  const day: Intl.DateTimeFormatOptions = sameDay
    ? {}
    : { day: 'numeric', month: 'short', year: 'numeric' };
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(language, { ...day, ...hour }).format(time);
}

const dayMs = 86_400_000;

/** The UTC day a moment lies in, as days since 1970-01-01. */
export function dayAt(nowMs: number): number {
  return Math.floor(nowMs / dayMs);
}

/** When a UTC day ends, in milliseconds since the epoch. */
export function dayEndMs(day: number): number {
  return (day + 1) * dayMs;
}

/** The UTC month a moment lies in, as months since January of the year 0. */
export function monthAt(nowMs: number): number {
  const { year, monthFromMarch } = civilOf(dayAt(nowMs));
  return year * 12 + 2 + monthFromMarch;
}

/** When a UTC month ends, in milliseconds since the epoch. */
export function monthEndMs(month: number): number {
  return firstDayOf(month + 1) * dayMs;
}

// The Gregorian calendar repeats every 400 years, and is regular when years begin in March: see
// https://howardhinnant.github.io/date_algorithms.html#civil_from_days
const daysPerEra = 146_097;
const daysFromMarchOfYear0 = 719_468;

/** The year that began last March, and the month in it, counted from 0 for March. */
function civilOf(day: number): { readonly year: number; readonly monthFromMarch: number } {
  const shifted = day + daysFromMarchOfYear0;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const leapDays = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return { year: yearOfEra + era * 400, monthFromMarch: Math.floor((5 * dayOfYear + 2) / 153) };
}

function firstDayOf(month: number): number {
  const year = Math.floor((month - 2) / 12);
  const monthFromMarch = month - 2 - year * 12;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5);
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - daysFromMarchOfYear0;
}

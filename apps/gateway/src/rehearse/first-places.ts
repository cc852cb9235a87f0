/** How first places of groups are shared. */
export interface FirstPlaces {
  count(group: string, targetId: string | undefined): void;
  /** The share of requests that the target was first with in its group, as far as was counted; never nothing. */
  of(group: string, targetId: string): number;
}

/** Nothing counted yet. */
export function countFirstPlaces(): FirstPlaces {
  const groups = new Map<string, { all: number; readonly byTarget: Map<string, number> }>();
  return {
    count(group, targetId) {
      const counted = groups.get(group) ?? { all: 0, byTarget: new Map<string, number>() };
      groups.set(group, counted);
      counted.all += 1;
      if (targetId !== undefined) counted.byTarget.set(targetId, (counted.byTarget.get(targetId) ?? 0) + 1);
    },
    of(group, targetId) {
      const counted = groups.get(group);
      return ((counted?.byTarget.get(targetId) ?? 0) + 1) / ((counted?.all ?? 0) + 1);
    },
  };
}

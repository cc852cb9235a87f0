/** Which target stood first for how long not, by group: what strategies that take turns go by. Of this process. */
export interface Firsts {
  /** How many first places of the group ago it had one; `undefined` when it never did. */
  last(group: string, targetId: string): number | undefined;
  /** Of a request whose first had no room, the one that was asked instead has a first place too. */
  note(group: string, targetId: string): void;
}

interface GroupTurns {
  count: number;
  readonly lastById: Map<string, number>;
}

/** Remembers nothing yet. Groups and targets are the operator's, so it stays as small as the configuration. */
export function createFirsts(): Firsts {
  const groups = new Map<string, GroupTurns>();
  return {
    last(group, targetId) {
      const turns = groups.get(group);
      const at = turns?.lastById.get(targetId);
      return turns === undefined || at === undefined ? undefined : turns.count - at;
    },
    note(group, targetId) {
      const turns = groups.get(group) ?? { count: 0, lastById: new Map<string, number>() };
      groups.set(group, turns);
      turns.lastById.set(targetId, turns.count);
      turns.count += 1;
    },
  };
}

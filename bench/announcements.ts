/** Who waits for the end of a case is called when it is there, without asking again and again. */
export interface Announcements {
  announce(id: string): void;
  heard(id: string): Promise<void>;
}

export function createAnnouncements(): Announcements {
  const waiting = new Map<string, () => void>();
  const early = new Set<string>();
  return {
    announce(id) {
      const call = waiting.get(id);
      if (call === undefined) early.add(id);
      else call();
      waiting.delete(id);
    },
    async heard(id) {
      if (early.delete(id)) return;
      await new Promise<void>((resolve) => waiting.set(id, resolve));
    },
  };
}

/** Where a command writes; tests listen here. */
export interface Output {
  say(text: string): void;
  complain(text: string): void;
}

/** What a command found: 0 is well, 1 is not. */
export type ExitCode = 0 | 1;

export const terminal: Output = {
  say: (text) => {
    console.log(text);
  },
  complain: (text) => {
    console.error(text);
  },
};

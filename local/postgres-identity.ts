import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** How Postgres is run although it refuses to be run by root. */
export interface Unprivileged {
  readonly launch: (file: string, args: readonly string[]) => readonly [string, readonly string[]];
  /** Gives files to the user that the server runs as. */
  readonly own: (...files: string[]) => void;
}

/** Inside the namespace the effective user is not 0; outside, files stay root's and no user is created. */
const USER_NAMESPACE = ['--user', '--map-user=65534', '--map-group=65534', '--'];
/** Another user cannot enter root's private folders, unless it keeps this one of root's rights. */
const REACH = ['--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];

/** `probe` is a program that tells whether a way of running works here. */
export function asUnprivileged(probe: string, dataDir: string, passwordFile: string): Unprivileged {
  if (process.getuid?.() !== 0) return { launch: (file, args) => [file, args], own: () => undefined };
  // A cluster belongs to whoever made it: the namespace sees root's files only, another user its own only.
  const owner = fs.existsSync(path.join(dataDir, 'PG_VERSION')) ? fs.statSync(dataDir) : undefined;
  const isForeign = owner !== undefined && owner.uid !== 0;
  if (!isForeign && works('unshare', [...USER_NAMESPACE, probe, '--version'])) {
    return { launch: (file, args) => ['unshare', [...USER_NAMESPACE, file, ...args]], own: () => undefined };
  }
  const identity = isForeign ? owner : (lookUp('postgres') ?? lookUp('nobody'));
  if (!identity || !works('setpriv', [...flagsFor(identity), probe, '--version'])) {
    throw new Error(
      'PostgreSQL does not run as root, and this machine offers neither user namespaces nor "setpriv" with another user: ' +
        'start Duly as an ordinary user, or set DATABASE_URL.',
    );
  }
  const unprivileged = asUser(identity);
  if (owner && !isForeign) unprivileged.own(dataDir, passwordFile);
  return unprivileged;
}

function asUser(identity: Identity): Unprivileged {
  return {
    launch: (file, args) => ['setpriv', [...flagsFor(identity), file, ...args]],
    own: (...files) => {
      spawnSync('chown', ['-R', [identity.uid, identity.gid].join(':'), ...files]);
    },
  };
}

const flagsFor = ({ uid, gid }: Identity): readonly string[] => [`--reuid=${uid}`, `--regid=${gid}`, ...REACH, '--'];

const works = (file: string, args: readonly string[]): boolean => spawnSync(file, args, { cwd: '/' }).status === 0;

function lookUp(user: string): Identity | undefined {
  const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, user], { encoding: 'utf8' }));
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

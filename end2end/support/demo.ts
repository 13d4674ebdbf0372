// What the demo wrote down in demo.json, with the key files' places in this copy of its folder.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export interface Login {
  role: string;
  name: string;
  tenant: string;
  login: string;
  password: string;
  organisation?: string;
  /** Absolute path of the organisation's key file; missing for people who load none. */
  keyFile?: string;
}

export interface Demo {
  logins: Login[];
  /** Files that the demo wrote for people, not the server. */
  ownFiles: Set<string>;
  /** Fragment of an invitation that nobody has used: id and secret. */
  openInvitation: string;
}

interface Stored {
  logins: (Omit<Login, "keyFile"> & { key_file?: string })[];
  open_invitations: { link: string }[];
}

export function readDemo(folder: string): Demo {
  const file = join(folder, "demo.json");
  const stored = JSON.parse(readFileSync(file, "utf8")) as Stored;
  const logins = stored.logins.map(({ key_file, ...login }) => ({
    ...login,
    ...(key_file ? { keyFile: resolve(folder, key_file) } : {}),
  }));
  const ownFiles = new Set([file, join(folder, "server.toml")]);
  for (const { keyFile } of logins) if (keyFile) ownFiles.add(keyFile);
  const openInvitation = stored.open_invitations[0]?.link.split("#")[1] ?? "";
  return { logins, ownFiles, openInvitation };
}

/** The first login of a role. */
export function loginOf(demo: Demo, role: string): Login {
  const found = demo.logins.find((login) => login.role === role);
  if (!found) throw new Error(`the demo has nobody for “${role}”: ${demo.logins.map((login) => login.role).join(", ")}`);
  return found;
}

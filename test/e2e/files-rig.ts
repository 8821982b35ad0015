/** What tests of `/files` do again and again: look at the disk, use a command, press a button. */
import type { Person } from "../simulators/discord/person.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import type { Tree } from "../simulators/wings/tree.ts";
import type { House } from "./house.ts";

type Options = Parameters<Person["slash"]>[1];

export class FilesRig {
  readonly #house: () => House;

  constructor(house: () => House) {
    this.#house = house;
  }

  get tree(): Tree {
    return this.#house().panel.server("survival").node.files.tree;
  }

  get adam(): Person {
    return this.#house().person("adam");
  }

  put(path: string, data: string | Buffer): void {
    this.tree.put(path, this.tree.file(Buffer.from(data)));
  }

  /** The text of a file, if there is one. */
  onDisk(path: string): string | undefined {
    const node = this.tree.resolve(path);
    return node?.kind === "file" ? node.data.toString() : undefined;
  }

  exists(path: string): boolean {
    return this.tree.find(path) !== undefined;
  }

  async slash(command: string, options: Options): Promise<SeenMessage> {
    return await (await this.adam.slash(`/files ${command}`, options)).reply();
  }

  async click(message: SeenMessage, label: string): Promise<SeenMessage> {
    return await (await this.adam.click(message, label)).reply();
  }
}

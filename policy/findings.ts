/** Collects what a request does. */
import { posix } from 'node:path';
import { filesFound, holdsLinks } from './globs';
import { clean, isInsideByName, isWideGlob, ledTo, resolveIn, type Places } from './paths';
import type { FileUse, Part } from './parts';
import type { FixedReason } from './reasons';
import type { Value } from './shell/value';

/** Commands in one line, those in loops counted once for each round; more is not what agents ask for. */
const MAX_COMMANDS = 500;
/** Different things they do. */
const MAX_PARTS = 1_000;
/** Places looked at, each time that one is named; more would take seconds. */
const MAX_USED = 10_000;
/** As many names read through, or letters of a path, are as much work as one place. */
const NAMES_IN_ONE = 100;

const OF_MANY: Readonly<Record<FileUse, FileUse>> = {
  List: 'List',
  Bash: 'ReadTree',
  ReadTree: 'ReadTree',
  Write: 'Write',
  Delete: 'DeleteTree',
  DeleteTree: 'DeleteTree',
};

/** A device, or what a process has open: no checkout puts a link there. In /dev/shm people have files and projects. */
const DEVICE = /^\/dev\/(?:fd\/)?[^/]+$/;

/** What they say is run by build and test tools. */
const STEERS =
  /\/(package\.json|[Mm]akefile|GNUmakefile|[\w.-]+\.mk|justfile|Taskfile\.ya?ml|pyproject\.toml|setup\.(py|cfg)|tox\.ini|pytest\.ini|noxfile\.py|conftest\.py|manage\.py|Cargo\.toml|build\.rs|pom\.xml|[\w.-]+\.gradle(\.kts)?|CMakeLists\.txt|[\w.-]+\.cmake|build\.ninja|Rakefile|Gemfile|[\w.-]+\.rake|composer\.json|go\.mod|mix\.exs|deno\.jsonc?|[\w-]+\.csproj|Directory\.Build\.\w+|[\w.-]+\.config\.\w+|turbo\.json|nx\.json|project\.json|[\w.-]+\.tf|meson\.build|BUILD|WORKSPACE|[\w.-]+\.(bazel|bzl)|Package\.swift|build\.(sbt|zig)|phpunit\.xml(\.dist)?|project\.clj|rebar\.config)$/;

const CHANGES: ReadonlySet<FileUse> = new Set(['Write', 'Delete', 'DeleteTree']);

const beforePattern = (path: string) => path.replace(/\/[^/]*[*?[].*$/s, '') || '/';

export class Findings {
  private readonly found = new Map<string, Part>();
  private commands = 0;
  private cost = 0;
  /** Paths used by their names, which a link that the same line makes could turn elsewhere. */
  private readonly used: { readonly path: string; readonly use: FileUse; readonly by: unknown }[] = [];
  private readonly links: { readonly path: string; readonly by: unknown; readonly made: boolean }[] = [];
  private readonly scripts: string[] = [];
  private moves = false;
  private readonly tools: unknown[] = [];
  private leansOnNames = false;
  private changedTree: string | undefined;

  constructor(private readonly places: Places) {}

  get parts(): readonly Part[] {
    return [...this.found.values()];
  }

  /** The same part twice is judged once. */
  add(part: Part): void {
    if (this.found.size < MAX_PARTS) this.found.set(JSON.stringify(part), part);
    else this.found.set('', { kind: 'fixed', reason: 'too-long', evidence: `more than ${MAX_PARTS} parts` });
  }

  /** To be called for each command; false when there are too many. */
  spend(): boolean {
    this.commands += 1;
    if (this.commands === MAX_COMMANDS) this.fixed('too-long', `more than ${MAX_COMMANDS} commands`);
    return this.commands < MAX_COMMANDS;
  }

  /** To be called before places are looked at; false when that would be too much work. */
  readonly afford = (places: number): boolean => {
    this.cost += places;
    if (this.cost > MAX_USED) this.fixed('too-long', `more than ${MAX_USED} places`);
    return this.cost <= MAX_USED;
  };

  private readonly affordNames = (names: number): boolean => this.afford(names / NAMES_IN_ONE);

  fixed(reason: FixedReason, evidence: string): void {
    this.add({ kind: 'fixed', reason, evidence });
  }

  /** A file as a command names it; judged for every directory the shell may be in. `by`: the command. */
  file(use: FileUse, value: Value, dirs: readonly string[], by?: unknown): void {
    const known = value.certainty === 'literal' || value.certainty === 'glob';
    // Among any number of files may be those that are guarded.
    const anything = value.many && use === 'Write';
    if (!known || anything || (value.certainty === 'glob' && isWideGlob(value.text))) {
      this.fixed('unknown-value', value.source);
      return;
    }
    const tool = value.many ? OF_MANY[use] : use;
    for (const dir of dirs) {
      this.path(tool, dir, value.text, value.many);
      if (!this.afford(0)) continue;
      const path = resolveIn(dir, value.text);
      this.used.push({ path, use: tool, by });
      if (value.certainty === 'glob' && !value.many && use !== 'List') this.glob(tool, path, value, by);
    }
  }

  /** A path as a program in `dir` uses it: by its name, and where that leads. `many`: a pattern for all that lies there. */
  path(tool: string, dir: string, text: string, many = false): void {
    const path = resolveIn(dir, text);
    this.add({ kind: 'path', tool, path });
    if (!this.afford(1 + text.length / NAMES_IN_ONE)) return;
    const led = this.led(tool, dir, text);
    if (led === undefined) this.fixed('unknown-link', path);
    else if (led !== path) this.add({ kind: 'path', tool, path: led });
    for (const own of this.places.own) {
      const real = many ? beforePattern(led ?? path) : (led ?? path);
      const above = tool === 'ReadTree' || tool === 'DeleteTree' || tool === 'Grep';
      if (isInsideByName(real, own) || (above && isInsideByName(own, real))) this.fixed('own-data', path);
    }
  }

  /** What is deleted is the link itself, not what it leads to; with a slash behind it is taken for the place. */
  private led(tool: string, dir: string, text: string): string | undefined {
    const [, before = '', name = ''] = /^(.*?)([^/]*)$/s.exec(text) ?? [];
    const itself = (tool === 'Delete' || tool === 'DeleteTree') && !['', '.', '..'].includes(name);
    if (!itself) return ledTo(dir, text, this.places);
    const above = ledTo(dir, before === '' ? '.' : before, this.places);
    return above === undefined ? undefined : clean(`${above}/${name}`);
  }

  private glob(tool: FileUse, path: string, value: Value, by: unknown): void {
    const found = filesFound(path, this.places.disk, this.affordNames);
    if (!found) this.fixed('unknown-value', value.source);
    for (const each of found ?? []) {
      this.path(tool, '/', each);
      this.used.push({ path: each, use: tool, by });
    }
  }

  /** The command `by` makes a link at one of `paths`, or (`made` false) brings links along. */
  linked(paths: readonly string[], by: unknown, made: boolean): void {
    if (this.afford(paths.length)) for (const path of paths) this.links.push({ path, by, made });
  }

  /** No name in these directories begins with a dash, so a pattern there gives no option. */
  withoutDashes(dirs: readonly string[]): boolean {
    const plain = dirs.every((dir) => {
      const names = this.places.disk.names(dir);
      return (
        names !== undefined && this.affordNames(names.length) && !names.some((name) => name.startsWith('-'))
      );
    });
    if (plain) this.leansOnNames = true;
    return plain;
  }

  /** Files are moved or copied: a relative link among them leads elsewhere then. */
  moved(): void {
    this.moves = true;
  }

  /** True where a link lies in the directory or below it, or where there is too much in it to know. */
  holdsLinks(path: string, most?: number): boolean {
    return holdsLinks(path, this.places.disk, this.affordNames, most);
  }

  /** `source` is copied or moved to `target` as it is. */
  carried(dir: string, source: string, target: string, by: unknown): void {
    if (!this.afford(1 + source.length / NAMES_IN_ONE)) return;
    const from = ledTo(dir, source, this.places);
    const path = resolveIn(dir, source);
    const itself = this.places.disk.isLink(path);
    if (from !== undefined && !itself && !this.holdsLinks(from)) return;
    if (itself) this.fixed('turned-link', path);
    const inIt = `${target}/${posix.basename(source)}`;
    this.linked([resolveIn(dir, target), resolveIn(dir, inIt)], by, false);
  }

  /** A script is run: it may not be one that the line itself writes. */
  ran(dirs: readonly string[], script: string): void {
    for (const dir of dirs) this.scripts.push(resolveIn(dir, script));
  }

  /** A tool is run that does what files of the project tell it. */
  ranTool(call: unknown): void {
    this.tools.push(call);
  }

  /** Files come out of a repository, links among them. */
  tree(source: string): void {
    this.changedTree ??= source;
  }

  /** To be called at the end: paths were looked up before the line runs, so the line itself may not turn them. */
  finish(): void {
    const named = this.used.filter(({ use }) => use !== 'List');
    const turned = named.find(({ path, by }) =>
      this.links.some((link) => link.by !== by && (isInsideByName(path, link.path) || /[*?[]/.test(path))),
    );
    const moved = this.moves ? this.links.find(({ made }) => made) : undefined;
    const path = turned?.path ?? moved?.path;
    if (path !== undefined) this.fixed('turned-link', path);
    const dashed = named.find(({ use, path }) => use === 'Write' && /\/-[^/]*$/.test(path));
    if (this.leansOnNames && dashed) this.fixed('unknown-value', dashed.path);
    const fresh = this.scripts.find((script) =>
      named.some(({ use, path }) => use === 'Write' && isInsideByName(script, path)),
    );
    const steered = named.find(
      ({ use, path, by }) => use === 'Write' && STEERS.test(path) && this.tools.some((tool) => tool !== by),
    )?.path;
    if (fresh !== undefined || steered !== undefined) this.fixed('runs-code', fresh ?? steered ?? '');
    const { changedTree } = this;
    const written = named.find((each) => CHANGES.has(each.use) && !DEVICE.test(each.path));
    if (changedTree !== undefined && written)
      this.fixed('turned-link', `${written.path} after ${changedTree}`);
  }
}

/** Where the parts of Temporal's Web UI are had. */

/** The way to the engine's HTTP API, and the one Host that it answers to. */
export interface HttpDoor {
  readonly httpPort: number;
  readonly httpHost: string;
}

export interface EngineUiSource {
  /** undefined while the engine is away. */
  readonly door: () => HttpDoor | undefined;
  /** Where the pages are. Rejects, with a message for a person, where they can't be had. */
  readonly pagesUrl: () => Promise<string>;
}

/** The map, fetched only when it is shown: it weighs more than the rest of the console. */
import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { Component, lazy, Suspense, type ReactNode } from "react";
import { useDesk } from "../shared/context";
import type { MapProps } from "./map";

const CityMap = lazy(() => import("./map"));

export function LazyMap(props: Omit<MapProps, "config">) {
  const { config } = useDesk();
  const wait = <Box padding="xxl" textAlign="center"><Spinner /> Loading the map…</Box>;
  return (
    <WithoutMap>
      <Suspense fallback={wait}><CityMap config={config} {...props} /></Suspense>
    </WithoutMap>
  );
}

/** A machine without WebGL still has the list, which says everything that the map shows. */
class WithoutMap extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError = () => ({ broken: true });
  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <Box padding="l">The map cannot be drawn on this computer. The list has every call.</Box>;
  }
}

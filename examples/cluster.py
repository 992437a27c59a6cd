"""Convert a folder on a cluster: the same call as on one machine, with the cluster's client for an executor.

python examples/cluster.py [FOLDER_OF_TEXTS [FOLDER_FOR_XML [ADDRESS_OF_THE_SCHEDULER]]]

Needs ``pip install 'akn[cluster]'``, here and, in the same version, on every worker; the folders are ones that all of them
share, or URLs of an object store (``akn[cloud]``, and ``journal=`` for a file on this machine). Without an address two workers
start here.
"""

import sys
from pathlib import Path

from distributed import Client, LocalCluster

import akn

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def main() -> None:
    """Convert every text, and say what came of them."""
    source, target = [*sys.argv[1:3], *(str(SEEDS), "build/cluster")[len(sys.argv[1:3]) :]]
    where = sys.argv[3] if len(sys.argv) > 3 else LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    summary = akn.Summary()
    with Client(where) as client:
        for outcome in akn.convert_many(source, target, executor=client.get_executor(), jobs=len(client.ncores())):
            summary.add(outcome)
            if outcome.status == "failed":
                print(f"{outcome.name}: {outcome.message}")
    print(f"{summary.converted} converted, {summary.unchanged} unchanged, {summary.failed} failed")


if __name__ == "__main__":
    main()

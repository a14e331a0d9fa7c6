"""Editions on a Dask cluster of two workers on this machine: ``python cluster.py 2019-2024``."""

import sys

from distributed import LocalCluster

from kunnskapsstatus.cli import main

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        code = main(["edition", "--years", *sys.argv[1:], "--cluster", cluster.scheduler_address])
    sys.exit(code)

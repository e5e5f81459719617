"""The project built on a Sail server of its own, and what it built written into a folder.

test_spark.py runs it in the environment .venv-sail: build_on_sail.py PROJECT FOLDER.
Tables and all that dbt writes go into the folder. Of each mart it gets a Parquet file, and all
columns with their types and comments stand in columns.json.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pyarrow.parquet
from dbt.cli.main import dbtRunner
from pysail.spark import SparkConnectServer


def main(project: str, folder: Path) -> None:
    """Build and test everything, then write the marts."""
    # Sail puts tables below where it is started; the client asks for a folder and uses none.
    os.chdir(folder)
    os.environ["SPARK_HOME"] = str(folder)
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    os.environ["SPARK_REMOTE"] = f"sc://127.0.0.1:{server.listening_address[1]}"
    # Only now is there a server to connect to; what a session makes ends with it.
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    try:
        options = ["--target", "spark", "--project-dir", project, "--profiles-dir", project]
        options += ["--target-path", str(folder / "target"), "--log-path", str(folder / "target")]
        if not dbtRunner().invoke(["build", *options]).success:
            sys.exit(1)
        columns = []
        # Views that tests made for a while are listed, too.
        marts = spark.sql("show tables in marts").where("not isTemporary")
        for (name,) in marts.select("tableName").collect():
            pyarrow.parquet.write_table(
                spark.table(f"marts.{name}").toArrow(), folder / f"{name}.parquet"
            )
            for row in spark.sql(f"describe table marts.{name}").collect():
                columns.append([name, *row])
        (folder / "columns.json").write_text(json.dumps(columns))
    finally:
        # Without the server a session that has not ended would go on asking for it.
        spark.stop()
        server.stop()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

"""A ring of one short recording, written by hand as the recorder lays it down, for tests that need no recorder."""

from edge_greengrass.kit import index, mkv


def ring_of(folder, pictures, start):
    """One segment of one cluster; the first picture is the key frame."""
    folder.mkdir(parents=True)
    header = mkv.header(pictures[0].track)
    setup = index.setup_name(header)
    index.header_path(folder, setup).write_bytes(header)
    blocks = [mkv.block(at * 67, one.is_key, one.sample) for at, one in enumerate(pictures)]
    cluster = mkv.cluster(start, blocks)
    link = index.link(index.NO_LINK, cluster)
    entry = index.Entry(start, len(pictures) * 67, len(cluster), 0, len(pictures), None, link)
    segment = index.Segment(start, folder)
    segment.media.write_bytes(cluster)
    segment.index.write_bytes(index.Head(setup, index.NO_LINK).packed() + entry.packed())
    return folder

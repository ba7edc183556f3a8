from dateline.model.address import host_of
from dateline.read.outlet import outlet_name


def test_hosts() -> None:
    assert host_of("https://www.northern-post.example/a") == "northern-post.example"
    assert host_of("northern-post.example/a") == "northern-post.example"
    assert host_of("http://web.archive.org/web/20160305/http://m.np.example/x") == "np.example"
    assert host_of("https://np.example:99999999/") == "np.example"
    assert host_of("http://[broken") is None
    assert host_of("localhost") is None
    assert host_of(None) is None


def test_names() -> None:
    assert outlet_name("  Northern\n Post | ") == "Northern Post"
    assert outlet_name("x" * 200) is None
    assert outlet_name(" - ") is None
